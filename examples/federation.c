/*
 * The lung cancer trial again (see hospitals.c), now with nobody trusted: eighteen institutions are
 * parties, seven organisations hold shares, any four of which are enough, and a collector gets
 * only partial sums.
 *
 *   federation [lung.csv]
 *
 * Every party, holder and collector is a process of its own, and has only its own files. In a real
 * federation each has a machine of its own, and confidential channels between them that say who is
 * speaking (TLS, CURVE); here a directory of mode 0700 for each stands for that.
 *
 * Things go wrong on purpose: holder 2 is killed half way and goes on from its checkpoint, holder 5
 * lies to the collector, holder 6 never answers. The totals must come out right all the same.
 */
#ifdef _WIN32
#include <stdio.h>
int main(void)
{
    puts("skipped: this example starts processes as POSIX has them");
    return 77;
}
#else
#define _XOPEN_SOURCE 700
#include "checksum.h"
#include "lung.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    HOLDER_COUNT = 7,
    THRESHOLD = 4,       /* one lost and one lying: 4 + 1 + 2 * 1 <= 7 */
    MIN_SUBMISSIONS = 3, /* of two parties, each would learn the other's figures */
    FRACTION_BITS = 16,
    VALUE_COUNT = COLUMN_COUNT * SECAGG_SUMMARY_VALUE_COUNT,
    KILLED = 2,
    LIAR = 5,
    SILENT = 6,
    STORED_BEFORE_KILLED = 9,
    PATH_LEN = 4096
};

static char root[PATH_LEN / 2];
static struct rows rows;

/* ---- files ---- */

/* A file of holder x, or one that everyone may read (0), or one sent to the collector (-1). */
static void path_of(char path[PATH_LEN], int x, const char *name, int number)
{
    char owner[32];
    snprintf(owner, sizeof owner, x > 0 ? "holder-%d" : x == 0 ? "public" : "collector", x);
    snprintf(path, PATH_LEN, number < 0 ? "%s/%s/%s" : "%s/%s/%s-%d", root, owner, name, number);
}

/* Only then a rename in the file's directory outlives a power failure. */
static void sync_directory_of(const char *path)
{
    char directory[PATH_LEN];
    snprintf(directory, sizeof directory, "%s", path);
    *strrchr(directory, '/') = '\0';
    int file = open(directory, O_RDONLY);
    if (file < 0 || fsync(file) != 0 || close(file) != 0)
        fail("cannot store a file");
}

/* Replaces a file as a whole or not at all, whatever happens meanwhile. */
static void store(int x, const char *name, int number, const void *bytes, size_t len)
{
    char path[PATH_LEN], fresh[PATH_LEN + 4];
    path_of(path, x, name, number);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "wb");
    if (file == NULL || fwrite(bytes, 1, len, file) != len || fflush(file) != 0 ||
        fsync(fileno(file)) != 0 || fclose(file) != 0 || rename(fresh, path) != 0)
        fail("cannot store a file");
    sync_directory_of(path);
}

/* The bytes of a file, to be freed; NULL if it is not there. One that is there and cannot be read
 * is another matter: a holder that began anew could seal a second cohort. */
static uint8_t *load(int x, const char *name, int number, size_t *len)
{
    char path[PATH_LEN];
    path_of(path, x, name, number);
    FILE *file = fopen(path, "rb");
    if (file == NULL && errno == ENOENT)
        return NULL;
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0)
        fail("cannot read a file");
    *len = (size_t)status.st_size;
    uint8_t *bytes = malloc(*len + 1);
    if (bytes == NULL || fread(bytes, 1, *len, file) != *len)
        fail("cannot read a file");
    fclose(file);
    return bytes;
}

static uint8_t *allocate(size_t len)
{
    uint8_t *bytes = malloc(len);
    if (bytes == NULL)
        fail("out of memory");
    return bytes;
}

/* ---- the session ---- */

static void create_session(void)
{
    static const char context[] = "age (years), time (days), meal.cal, wt.loss (pounds)";
    int institutions[MAX_INSTITUTION_COUNT];
    uint64_t roster[MAX_INSTITUTION_COUNT];
    secagg_session_options options = {0};
    options.struct_size = sizeof options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = HOLDER_COUNT;
    options.threshold = THRESHOLD;
    options.value_count = VALUE_COUNT;
    options.min_submissions = MIN_SUBMISSIONS;
    options.fraction_bits = FRACTION_BITS;
    options.context = (const uint8_t *)context;
    options.context_len = sizeof context - 1;
    options.roster = roster;
    options.roster_count = list_institutions(institutions, &rows);
    for (size_t i = 0; i < options.roster_count; i++)
        roster[i] = (uint64_t)institutions[i];

    secagg_session *session;
    check(secagg_session_create(&session, &options));
    size_t len;
    if (secagg_session_export(session, NULL, 0, &len) != SECAGG_BUFFER_TOO_SMALL)
        fail("a description has no length");
    uint8_t *description = allocate(len);
    check(secagg_session_export(session, description, len, &len));
    store(0, "session", -1, description, len);
    free(description);
    secagg_session_free(session);
}

/* How every process begins. */
static secagg_session *open_session(void)
{
    size_t len;
    uint8_t *description = load(0, "session", -1, &len);
    secagg_session *session;
    if (description == NULL)
        fail("there is no session");
    check(secagg_session_import(&session, description, len));
    free(description);
    return session;
}

/* ---- a party ---- */

static void party(int institution)
{
    secagg_session *session = open_session();
    secagg_value summaries[VALUE_COUNT];
    for (int c = 0; c < COLUMN_COUNT; c++) {
        double own[MAX_ROW_COUNT];
        size_t own_count = rows_of(own, &rows, institution, c);
        check(secagg_summary_encode(summaries + c * SECAGG_SUMMARY_VALUE_COUNT, NULL, own,
                                    own_count, FRACTION_BITS, NULL));
    }
    size_t len;
    check(secagg_session_message_len(session, &len));
    uint8_t *messages[HOLDER_COUNT];
    for (int k = 0; k < HOLDER_COUNT; k++)
        messages[k] = allocate(len);
    check(secagg_session_deal(session, messages, HOLDER_COUNT, len, (uint64_t)institution,
                              summaries, VALUE_COUNT, NULL));
    for (int k = 0; k < HOLDER_COUNT; k++) {
        store(k + 1, "message", institution, messages[k], len);
        free(messages[k]);
    }
    secagg_session_free(session);
}

/* ---- a holder ---- */

static secagg_holder *resume(const secagg_session *session, int x)
{
    size_t len;
    secagg_holder *holder;
    uint8_t *checkpoint = load(x, "checkpoint", -1, &len);
    if (checkpoint == NULL) {
        check(secagg_holder_create(&holder, session, (uint32_t)x));
        return holder;
    }
    check(secagg_holder_import(&holder, session, checkpoint, len));
    uint64_t submissions;
    check(secagg_holder_submissions(holder, &submissions));
    if (x == KILLED && submissions == STORED_BEFORE_KILLED)
        printf("Holder %d was killed; it goes on from a checkpoint with %d parties.\n", x,
               STORED_BEFORE_KILLED);
    free(checkpoint);
    return holder;
}

static void store_checkpoint(const secagg_holder *holder, int x)
{
    size_t len;
    if (secagg_holder_export(holder, NULL, 0, &len) != SECAGG_BUFFER_TOO_SMALL)
        fail("a checkpoint has no length");
    uint8_t *checkpoint = allocate(len);
    check(secagg_holder_export(holder, checkpoint, len, &len));
    store(x, "checkpoint", -1, checkpoint, len);
    free(checkpoint);
}

/* Accepts what has come, and says over which submissions it would answer. */
static void gather(int x)
{
    secagg_session *session = open_session();
    char path[PATH_LEN];
    path_of(path, x, "checkpoint", -1);
    int is_first_run = access(path, F_OK) != 0;
    secagg_holder *holder = resume(session, x);
    secagg_session_options agreed = {0};
    agreed.struct_size = sizeof agreed;
    check(secagg_session_parameters(session, &agreed));
    uint64_t submissions = 0;
    for (size_t i = 0; i < agreed.roster_count; i++) {
        size_t len;
        uint8_t *message = load(x, "message", (int)agreed.roster[i], &len);
        if (message == NULL)
            continue;
        secagg_status status = secagg_holder_accept(holder, message, len);
        free(message);
        if (status == SECAGG_ALREADY_ACCEPTED)
            continue;
        check(status);
        check(secagg_holder_submissions(holder, &submissions));
        if (x == KILLED && is_first_run && submissions > STORED_BEFORE_KILLED)
            raise(SIGKILL); /* what is not stored yet is lost */
        store_checkpoint(holder, x);
        /* Only now the party may be told that its message is safe here. */
    }
    if (x == SILENT)
        for (;;)
            pause();
    uint8_t cohort[32];
    check(secagg_holder_cohort(holder, cohort));
    store(0, "cohort", x, cohort, sizeof cohort);
    secagg_holder_free(holder);
    secagg_session_free(session);
}

/* Another sum than its own, with a checksum that is right. */
static void lie(uint8_t *partial, size_t len)
{
    enum { VALUES_AT = 112 };
    partial[VALUES_AT] ^= 1;
    checksum_of(partial + len - 32, partial, len - 32);
}

/* Seals the agreed cohort, stores that, and only then answers. */
static void answer(int x)
{
    secagg_session *session = open_session();
    secagg_holder *holder = resume(session, x);
    size_t len;
    uint8_t *cohort = load(0, "agreed", -1, &len);
    if (cohort == NULL || len != 32)
        fail("there is no agreed cohort");
    if (secagg_holder_export(holder, NULL, 0, &len) != SECAGG_BUFFER_TOO_SMALL)
        fail("a checkpoint has no length");
    uint8_t *checkpoint = allocate(len);
    secagg_status status = secagg_holder_seal(holder, checkpoint, len, &len, cohort);
    if (status != SECAGG_CLOSED) { /* sealed and stored before, by a run that was killed */
        check(status);
        store(x, "checkpoint", -1, checkpoint, len);
    }
    free(checkpoint);
    free(cohort);

    check(secagg_session_partial_len(session, &len));
    uint8_t *partial = allocate(len);
    check(secagg_holder_release(holder, partial, len));
    if (x == LIAR)
        lie(partial, len);
    store(-1, "partial", x, partial, len);
    free(partial);
    secagg_holder_free(holder);
    secagg_session_free(session);
}

/* ---- the collector ---- */

/* What a single table of all rows gives, to compare with. */
static secagg_summary in_the_clear(int column)
{
    secagg_summary summary = {0, 0, 0, 0};
    for (size_t row = 0; row < rows.count; row++)
        if (!isnan(rows.institution[row]) && !isnan(rows.column[column][row])) {
            summary.count++;
            summary.sum += rows.column[column][row];
        }
    summary.mean = summary.sum / (double)summary.count;
    for (size_t row = 0; row < rows.count; row++)
        if (!isnan(rows.institution[row]) && !isnan(rows.column[column][row]))
            summary.variance += pow(rows.column[column][row] - summary.mean, 2);
    summary.variance /= (double)summary.count - 1;
    return summary;
}

static int is_near(double found, double expected)
{
    return fabs(found - expected) <= 1e-9 * fabs(expected);
}

static void print_holders(const char *what, const uint8_t named[HOLDER_COUNT])
{
    for (int x = 1; x <= HOLDER_COUNT; x++)
        if (named[x - 1])
            printf("Holder %d %s.\n", x, what);
}

static void collect(int unused)
{
    (void)unused;
    secagg_session *session = open_session();
    secagg_collector *collector;
    check(secagg_collector_create(&collector, session));
    for (int x = 1; x <= HOLDER_COUNT; x++) {
        size_t len;
        uint8_t *partial = load(-1, "partial", x, &len);
        if (partial != NULL)
            check(secagg_collector_accept(collector, partial, len));
        free(partial);
    }
    uint8_t missing[HOLDER_COUNT], deviating[HOLDER_COUNT];
    check(secagg_collector_missing(collector, missing, HOLDER_COUNT));
    print_holders("has not answered", missing);

    secagg_collector_options options = {0};
    options.struct_size = sizeof options;
    options.max_corrections = 1;
    secagg_value totals[VALUE_COUNT];
    uint64_t submissions;
    check(secagg_collector_reconstruct(collector, totals, VALUE_COUNT, &submissions, &options));
    check(secagg_collector_deviating(collector, deviating, HOLDER_COUNT));
    print_holders("deviates: its partial sum is wrong and was left out", deviating);

    secagg_summary summaries[COLUMN_COUNT];
    check(secagg_summary_decode(summaries, totals, COLUMN_COUNT, FRACTION_BITS));
    printf("\nLung cancer patients of %llu institutions\n\n", (unsigned long long)submissions);
    printf("    %-22s %9s %12s %12s\n", "", "patients", "mean", "std. dev.");
    for (int c = 0; c < COLUMN_COUNT; c++) {
        const secagg_summary found = summaries[c], expected = in_the_clear(c);
        printf("    %-22s %9llu %12.4f %12.4f\n", columns[c].title,
               (unsigned long long)found.count, found.mean, sqrt(found.variance));
        if (found.count != expected.count || !is_near(found.sum, expected.sum) ||
            !is_near(found.mean, expected.mean) || !is_near(found.variance, expected.variance))
            fail("these are not the figures in the clear");
    }
    for (int x = 1; x <= HOLDER_COUNT; x++)
        if (missing[x - 1] != (x == SILENT) || deviating[x - 1] != (x == LIAR))
            fail("the wrong holder is named");
    printf("\nThey are the figures in the clear.\n");
    secagg_collector_free(collector);
    secagg_session_free(session);
}

/* ---- all of them ---- */

static pid_t start(void (*role)(int), int number)
{
    fflush(stdout);
    pid_t process = fork();
    if (process < 0)
        fail("cannot start a process");
    if (process == 0) {
        role(number);
        exit(EXIT_SUCCESS);
    }
    return process;
}

/* Whether a process has done its work, rather than been killed; its failure is everyone's. */
static int finish(pid_t process)
{
    int status;
    if (waitpid(process, &status, 0) != process)
        fail("a process is lost");
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        fail("a process has failed");
    return WIFEXITED(status);
}

/* The cohort that most of the holders would answer for. (They would exchange these digests
 * themselves; where they differ, they compare lists of parties and withdraw what not all have.) */
static void agree(void)
{
    uint8_t *cohorts[HOLDER_COUNT], *chosen = NULL;
    int most = 0;
    for (int k = 0; k < HOLDER_COUNT; k++) {
        size_t len;
        cohorts[k] = load(0, "cohort", k + 1, &len);
    }
    for (int k = 0; k < HOLDER_COUNT; k++) {
        int equal = 0;
        for (int other = 0; other < HOLDER_COUNT; other++)
            equal += cohorts[k] != NULL && cohorts[other] != NULL &&
                     memcmp(cohorts[k], cohorts[other], 32) == 0;
        if (equal > most) {
            most = equal;
            chosen = cohorts[k];
        }
    }
    if (most < THRESHOLD)
        fail("the holders do not agree on a cohort");
    store(0, "agreed", -1, chosen, 32);
    for (int k = 0; k < HOLDER_COUNT; k++)
        free(cohorts[k]);
}

static void make_directory(const char *name, int number)
{
    char path[PATH_LEN];
    snprintf(path, sizeof path, number > 0 ? "%s/%s-%d" : "%s/%s", root, name, number);
    if (mkdir(path, 0700) != 0)
        fail("cannot make a directory");
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status, (void)type, (void)at;
    return remove(path);
}

static pid_t first_process, silent_holder;

/* However the program ends: no process and no file stays behind. */
static void clean_up(void)
{
    if (getpid() != first_process)
        return;
    if (silent_holder > 0)
        kill(silent_holder, SIGKILL);
    nftw(root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

int main(int argc, char **argv)
{
    const char *temporary = getenv("TMPDIR");
    read_rows(&rows, argc > 1 ? argv[1] : LUNG_CSV);
    snprintf(root, sizeof root, "%s/federation-XXXXXX", temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(root) == NULL)
        fail("cannot make a directory");
    first_process = getpid();
    atexit(clean_up);
    make_directory("public", 0);
    make_directory("collector", 0);
    for (int x = 1; x <= HOLDER_COUNT; x++)
        make_directory("holder", x);
    create_session();

    int institutions[MAX_INSTITUTION_COUNT];
    size_t institution_count = list_institutions(institutions, &rows);
    for (size_t i = 0; i < institution_count; i++)
        finish(start(party, institutions[i]));
    printf("%zu institutions have dealt to %d holders, any %d of which suffice.\n",
           institution_count, HOLDER_COUNT, THRESHOLD);

    pid_t holders[HOLDER_COUNT + 1];
    for (int x = 1; x <= HOLDER_COUNT; x++)
        holders[x] = start(gather, x);
    silent_holder = holders[SILENT];
    for (int x = 1; x <= HOLDER_COUNT; x++)
        while (x != SILENT && !finish(holders[x]))
            holders[x] = start(gather, x);
    agree();
    for (int x = 1; x <= HOLDER_COUNT; x++)
        if (x != SILENT)
            finish(start(answer, x));
    finish(start(collect, 0));
    return EXIT_SUCCESS;
}
#endif
