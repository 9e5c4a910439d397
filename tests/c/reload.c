/* Fault 65: the library is opened, used and closed again and again. This program is not linked with
 * it; the library's path is the second argument. */
#include "check.h"
#include <dlfcn.h>
#include <pthread.h>

static const char *path;

/* A function of the library, as its pointer's type. ISO C has no conversion from what dlsym
 * returns, POSIX promises that its bytes are a function pointer. */
static int find(void *library, const char *name, void *function)
{
    void *const symbol = dlsym(library, name);
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

/* 40 + 2 through an aggregator. Returns whether all went well. */
static int use(void *library)
{
    secagg_status (*create)(secagg_aggregator **, uint32_t, const secagg_aggregator_options *);
    secagg_status (*split)(secagg_value *, uint32_t, const secagg_value *, size_t,
                           const secagg_split_options *);
    secagg_status (*submit)(secagg_aggregator *, uint64_t, const secagg_value *, size_t);
    secagg_status (*reconstruct)(secagg_aggregator *, secagg_value *, size_t);
    void (*release)(secagg_aggregator *);
    if (!find(library, "secagg_aggregator_create", &create) ||
        !find(library, "secagg_additive_split", &split) ||
        !find(library, "secagg_aggregator_submit", &submit) ||
        !find(library, "secagg_aggregator_reconstruct", &reconstruct) ||
        !find(library, "secagg_aggregator_free", &release))
        return 0;
    secagg_aggregator *aggregator;
    secagg_value total, shares[3];
    const secagg_value values[2] = {value_of(40), value_of(2)};
    int good = create(&aggregator, 3, NULL) == SECAGG_OK;
    for (uint64_t party = 0; party < 2; party++)
        good = good && split(shares, 3, &values[party], 1, NULL) == SECAGG_OK &&
               submit(aggregator, party, shares, 3) == SECAGG_OK;
    good = good && reconstruct(aggregator, &total, 1) == SECAGG_OK && value_is(total, 42);
    release(aggregator);
    return good;
}

static void *use_in_thread(void *library)
{
    return use(library) ? library : NULL;
}

static void again_and_again(void)
{
    check_case("fault 65: open, use, close, in a loop");
    for (int round = 0; round < 50; round++) {
        void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) {
            printf("    %s\n", dlerror());
            CHECK(library != NULL);
            return;
        }
        CHECK(use(library));
        /* Another thread that ends before the library goes: what it kept for that thread goes too. */
        pthread_t thread;
        void *result = NULL;
        CHECK(pthread_create(&thread, NULL, use_in_thread, library) == 0);
        CHECK(pthread_join(thread, &result) == 0 && result == library);
        CHECK(dlclose(library) == 0);
    }
    void *const still = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    printf("    after the last close the library is %s\n", still == NULL ? "gone" : "still there");
}

/* What is left of the library after it was closed must not be called when a thread ends. */
static void *open_in_thread(void *nothing)
{
    void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const int good = library != NULL && use(library) && dlclose(library) == 0;
    (void)nothing;
    return good ? (void *)path : NULL;
}

static void thread_outlives_library(void)
{
    check_case("fault 65: a thread that used the library ends after it was closed");
    for (int round = 0; round < 50; round++) {
        pthread_t thread;
        void *result = NULL;
        CHECK(pthread_create(&thread, NULL, open_in_thread, NULL) == 0);
        CHECK(pthread_join(thread, &result) == 0 && result != NULL);
    }
}

/* A thread of the library's own may still be ending. */
static void closed_after_a_call_with_threads(void)
{
    check_case("fault 65: the library is closed right after a call with threads");
    enum { VALUES = 1 << 17 };
    secagg_value *const values = calloc(VALUES, sizeof *values);
    secagg_value *const shares = calloc(3 * VALUES, sizeof *shares);
    CHECK(values != NULL && shares != NULL);
    for (int round = 0; round < 10 && values != NULL && shares != NULL; round++) {
        void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        secagg_status (*split)(secagg_value *, uint32_t, const secagg_value *, size_t,
                               const secagg_split_options *);
        const secagg_split_options options = {.struct_size = sizeof options, .threads = 4};
        CHECK(library != NULL && find(library, "secagg_additive_split", &split) &&
              split(shares, 3, values, VALUES, &options) == SECAGG_OK && dlclose(library) == 0);
    }
    free(values);
    free(shares);
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 3)
        check_skip("the second argument is the shared library");
    path = arguments[2];
    again_and_again();
    thread_outlives_library();
    closed_after_a_call_with_threads();
    return check_result();
}
