/* Preloaded into a batch: one of the calls that write below a folder fails, or all from one on.

   FAULTY_UNDER  the folder (absolute, resolved)
   FAULTY_COUNT  a file of 8 bytes, shared by all processes: how many such calls there were
   FAULTY_AT     the number of the first call that fails, from 1; 0: none
   FAULTY_FOR    how many fail from there on
   FAULTY_ERROR  the errno they fail with */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *under;
static size_t under_length;
static _Atomic long *count;
static long at, many, error;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTY_COUNT");
    under = getenv("FAULTY_UNDER");
    if (!under || !path) return;
    under_length = strlen(under);
    at = atol(getenv("FAULTY_AT"));
    many = atol(getenv("FAULTY_FOR"));
    error = atol(getenv("FAULTY_ERROR"));
    int (*open_)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int file = open_(path, O_RDWR | O_CLOEXEC);
    void *shared = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    count = shared == MAP_FAILED ? NULL : shared;
}

static int is_under(const char *path) {
    return !strncmp(path, under, under_length) && (path[under_length] == '/' || !path[under_length]);
}

static int concerns_path(int folder, const char *path) {
    char full[2 * PATH_MAX], name[64];
    if (!count || !path) return 0;
    if (path[0] == '/') return is_under(path);
    snprintf(name, sizeof name, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    ssize_t length = readlink(name, full, PATH_MAX);
    if (length < 0) return 0;
    snprintf(full + length, PATH_MAX, "/%s", path);
    return is_under(full);
}

static int concerns_file(int file) {
    char full[PATH_MAX + 1], name[64];
    if (!count) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, full, PATH_MAX);
    if (length < 0) return 0;
    full[length] = 0;
    return is_under(full);
}

static int fails(void) {
    long number = atomic_fetch_add(count, 1) + 1;
    if (!at || number < at || number >= at + many) return 0;
    errno = error;
    return 1;
}

#define FIND(name) if (!real) real = dlsym(RTLD_NEXT, #name);
#define BY_FILE(result, name, parameters, arguments)                  \
    result name parameters {                                          \
        static result(*real) parameters;                              \
        if (concerns_file(file) && fails()) return -1;                \
        FIND(name) return real arguments;                                \
    }
#define BY_PATH(name, folder, path, parameters, arguments)            \
    int name parameters {                                             \
        static int(*real) parameters;                                 \
        if (concerns_path(folder, path) && fails()) return -1;        \
        FIND(name) return real arguments;                                \
    }
#define OPEN(name, folder, parameters, arguments)                     \
    int name parameters {                                             \
        static int(*real) parameters;                                 \
        mode_t mode = 0;                                              \
        if (flags & (O_CREAT | O_TMPFILE)) {                          \
            va_list more;                                             \
            va_start(more, flags);                                    \
            mode = va_arg(more, mode_t);                              \
            va_end(more);                                             \
        }                                                             \
        if ((flags & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC)) && concerns_path(folder, path) && fails()) return -1; \
        FIND(name) return real arguments;                                \
    }

BY_FILE(ssize_t, write, (int file, const void *data, size_t size), (file, data, size))
BY_FILE(ssize_t, pwrite, (int file, const void *data, size_t size, off_t start), (file, data, size, start))
BY_FILE(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t start), (file, data, size, start))
BY_FILE(ssize_t, writev, (int file, const struct iovec *parts, int number), (file, parts, number))
BY_FILE(int, fsync, (int file), (file))
BY_FILE(int, fdatasync, (int file), (file))
BY_FILE(int, ftruncate, (int file, off_t size), (file, size))
BY_FILE(int, ftruncate64, (int file, off64_t size), (file, size))
BY_FILE(int, fallocate, (int file, int mode, off_t start, off_t size), (file, mode, start, size))
BY_FILE(int, fchmod, (int file, mode_t mode), (file, mode))
BY_PATH(rename, AT_FDCWD, to, (const char *from, const char *to), (from, to))
BY_PATH(renameat, folder, to, (int other, const char *from, int folder, const char *to), (other, from, folder, to))
BY_PATH(renameat2, folder, to, (int other, const char *from, int folder, const char *to, unsigned flags),
        (other, from, folder, to, flags))
BY_PATH(link, AT_FDCWD, to, (const char *from, const char *to), (from, to))
BY_PATH(linkat, folder, to, (int other, const char *from, int folder, const char *to, int flags),
        (other, from, folder, to, flags))
BY_PATH(mkdir, AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
BY_PATH(mkdirat, folder, path, (int folder, const char *path, mode_t mode), (folder, path, mode))
BY_PATH(unlink, AT_FDCWD, path, (const char *path), (path))
BY_PATH(unlinkat, folder, path, (int folder, const char *path, int flags), (folder, path, flags))
BY_PATH(rmdir, AT_FDCWD, path, (const char *path), (path))

int posix_fallocate(int file, off_t start, off_t size) {
    static int (*real)(int, off_t, off_t);
    if (concerns_file(file) && fails()) return error; /* gives what others leave in errno */
    FIND(posix_fallocate) return real(file, start, size);
}

OPEN(open, AT_FDCWD, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, folder, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPEN(openat64, folder, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
