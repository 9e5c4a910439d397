/* Every line of tests/vectors reconstructs: shares of another implementation, see the README there.
 * The folder is the program's first argument. */
#include "check.h"

enum { MAX_FIELD_COUNT = 256, MAX_LINE_LEN = 16384 };

/* One line of a file. */
typedef struct {
    char text[MAX_LINE_LEN];
    const char *fields[MAX_FIELD_COUNT];
    size_t field_count;
} line;

static int read_line(FILE *file, line *read)
{
    do {
        if (fgets(read->text, sizeof read->text, file) == NULL)
            return 0;
    } while (read->text[0] == '#');
    read->field_count = 0;
    for (char *field = strtok(read->text, ",\r\n"); field != NULL; field = strtok(NULL, ",\r\n"))
        if (read->field_count < MAX_FIELD_COUNT)
            read->fields[read->field_count++] = field;
    return 1;
}

static uint32_t number_at(const line *read, size_t index)
{
    return (uint32_t)strtoul(read->fields[index], NULL, 10);
}

/* A value in hexadecimal; not canonical, so that no test can pass with it, if it is none. */
static secagg_value value_at(const line *read, size_t index)
{
    secagg_value value = value_p();
    const char *digits = index < read->field_count ? read->fields[index] : "";
    if (strlen(digits) != 32)
        return value;
    for (size_t i = 0; i < 16; i++) {
        const char byte[3] = {digits[2 * i], digits[2 * i + 1], 0};
        value.bytes[i] = (uint8_t)strtoul(byte, NULL, 16);
    }
    return value;
}

static FILE *open_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return file;
}

/* Any t of the n shares that begin at field `first` give the secret: as many subsets as there are
 * shares, each t neighbours, the last and the first being neighbours too, in two orders; and all n,
 * which must agree. */
static void check_shamir(const line *read, uint32_t n, uint32_t t, size_t first,
                         secagg_value secret)
{
    secagg_value shares[MAX_FIELD_COUNT];
    for (uint32_t i = 0; i < n; i++)
        shares[i] = value_at(read, first + i);
    secagg_share chosen[MAX_FIELD_COUNT];
    secagg_value value;
    for (uint32_t start = 0; start < n; start++) {
        for (uint32_t i = 0; i < t; i++) {
            const uint32_t place = start % 2 == 0 ? i : t - 1 - i;
            const uint32_t holder = (start + i) % n;
            chosen[place].x = holder + 1;
            chosen[place].values = &shares[holder];
        }
        FILL(value.bytes);
        EXPECT_OK(secagg_shamir_reconstruct(&value, 1, chosen, t, t, NULL));
        CHECK(memcmp(&value, &secret, sizeof value) == 0);
    }
    list_shares(chosen, n, shares, 1);
    FILL(value.bytes);
    EXPECT_OK(secagg_shamir_reconstruct(&value, 1, chosen, n, t, NULL));
    CHECK(memcmp(&value, &secret, sizeof value) == 0);
}

static void additive(const char *folder)
{
    check_case("additive.csv: all n shares give the secret");
    FILE *file = open_file(folder, "additive.csv");
    int lines = 0;
    for (line read; read_line(file, &read); lines++) {
        const uint32_t n = number_at(&read, 0);
        const secagg_value secret = value_at(&read, 1);
        secagg_value shares[MAX_FIELD_COUNT], value;
        secagg_share list[MAX_FIELD_COUNT];
        CHECK(read.field_count == 2 + n);
        for (uint32_t i = 0; i < n; i++)
            shares[i] = value_at(&read, 2 + i);
        list_shares(list, n, shares, 1);
        EXPECT_OK(secagg_additive_reconstruct(&value, 1, list, n, NULL));
        CHECK(memcmp(&value, &secret, sizeof value) == 0);
    }
    CHECK(lines == 144);
    fclose(file);
}

static void shamir(const char *folder)
{
    check_case("shamir.csv: any t shares give the secret");
    FILE *file = open_file(folder, "shamir.csv");
    int lines = 0;
    for (line read; read_line(file, &read); lines++) {
        const uint32_t n = number_at(&read, 0), t = number_at(&read, 1);
        CHECK(read.field_count == 3 + n);
        check_shamir(&read, n, t, 3, value_at(&read, 2));
    }
    CHECK(lines == 192);
    fclose(file);
}

static void secure_sum(const char *folder)
{
    check_case("secure_sum.csv: any t summed shares give the total, which is the secrets' sum");
    FILE *file = open_file(folder, "secure_sum.csv");
    int lines = 0;
    for (line read; read_line(file, &read); lines++) {
        const uint32_t n = number_at(&read, 0), t = number_at(&read, 1), k = number_at(&read, 2);
        const secagg_value total = value_at(&read, 3 + k);
        secagg_value sum = value_of(0);
        CHECK(read.field_count == 4 + k + n);
        for (uint32_t i = 0; i < k; i++) {
            const secagg_value secret = value_at(&read, 3 + i);
            EXPECT_OK(secagg_sum_add(&sum, &secret, 1));
        }
        CHECK(memcmp(&sum, &total, sizeof sum) == 0);
        check_shamir(&read, n, t, 4 + k, total);
    }
    CHECK(lines == 18);
    fclose(file);
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 2)
        check_skip("the first argument is the folder of the vectors");
    additive(arguments[1]);
    shamir(arguments[1]);
    secure_sum(arguments[1]);
    return check_result();
}
