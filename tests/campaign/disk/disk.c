/* A disk that fails, for tests: loaded before libc into a child process, it sees what happens to the files under one folder. It writes
 * that down (for a power cut at any moment, see ../src/journal.rs), fails when told to, and may take its time. It knows no file's meaning,
 * and does not see what goes through a mapping (SQLite's -shm, which every opening makes anew) or the listing of folders.
 *
 * HEZHAN_DISK_FOLDER   the folder; all other files are left alone
 * HEZHAN_DISK_JOURNAL  where to write down what happened, from the beginning on
 * HEZHAN_DISK_WORD     a path that no file has: what is written to it is a word to this library (`word` below), what is read from it says
 *                      how many operations there were and whether one has failed since the last word
 * HEZHAN_DISK_SLOW     how many milliseconds each fsync takes
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(type, name, ...) \
    static type (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

enum { NOTHING, WATCHED, WORD, WORD_READ };
#define FILES 65536

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static unsigned char watched[FILES];
static const char *folder, *word_path;
static int journal = -1, slow;
static unsigned long operations, fails_at;
/* e: EIO, s: ENOSPC, h: half of it; f: half of it and the disk is full from then on, d: nothing works any more. */
static char how;
static int failed;

static ssize_t plain_write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real_write(fd, bytes, length);
}

static int plain_open(const char *path, int flags, int mode) {
    REAL(int, open64, const char *, int, ...);
    return real_open64(path, flags, mode);
}

__attribute__((constructor)) static void begin(void) {
    folder = getenv("HEZHAN_DISK_FOLDER");
    word_path = getenv("HEZHAN_DISK_WORD");
    const char *milliseconds = getenv("HEZHAN_DISK_SLOW"), *path = getenv("HEZHAN_DISK_JOURNAL");
    slow = milliseconds ? atoi(milliseconds) : 0;
    if (path) journal = plain_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* What a path is called inside the folder; none when it is outside. */
static const char *inside(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    if (!length || strncmp(path, folder, length)) return NULL;
    if (!path[length]) return path + length;
    return path[length] == '/' ? path + length + 1 : NULL;
}

/* The whole path of what is named relative to an open folder. */
static const char *whole(int at, const char *path, char *into) {
    if (path[0] == '/' || at == AT_FDCWD) return path;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, into, PATH_MAX - 1);
    if (length < 0) return path;
    snprintf(into + length, PATH_MAX - length, "/%s", path);
    return into;
}

static void note(char what, int fd, uint64_t number, const void *one, uint32_t one_length, const void *two, uint32_t two_length) {
    if (journal < 0) return;
    struct __attribute__((packed)) { char what; int32_t fd; uint64_t number; uint32_t one, two; } head = {what, fd, number, one_length, two_length};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)one, one_length}, {(void *)two, two_length}};
    REAL(ssize_t, writev, int, const struct iovec *, int);
    if (real_writev(journal, parts, 3) < 0) abort();
}

/* Counts an operation; what it is to fail with, 0 when it goes well, -1 when half of it does. */
static int fate(int writes) {
    operations++;
    if (!how || operations < fails_at) return 0;
    int first = operations == fails_at;
    if (!first && how != 'd' && !(how == 'f' && writes)) return 0;
    failed |= 1;
    switch (how) {
    case 's': return writes ? ENOSPC : EIO;
    case 'h': return -1;
    case 'f': return first ? -1 : ENOSPC;
    default: return EIO;
    }
}

#define REFUSED(writes) \
    int error = fate(writes); \
    if (error > 0) { \
        errno = error; \
        result = -1; \
    } else

/* `fail N HOW`: the Nth operation from now. `calm`: no more. `say TEXT`: stands in the journal. */
static void word(const char *text, size_t length) {
    char copy[64] = {0};
    memcpy(copy, text, length < 63 ? length : 63);
    if (!strncmp(copy, "say ", 4)) return note('!', -1, 0, text + 4, length - 4, NULL, 0);
    failed = 0;
    how = 0;
    if (sscanf(copy, "fail %lu %c", &fails_at, &how) == 2) fails_at += operations;
}

static int opened(int at, const char *given, int flags, int mode) {
    char buffer[PATH_MAX];
    const char *path = whole(at, given, buffer), *name = inside(path);
    if (word_path && !strcmp(path, word_path)) {
        int fd = plain_open("/dev/null", O_RDWR | O_CLOEXEC, 0);
        if (fd >= 0 && fd < FILES) watched[fd] = WORD;
        return fd;
    }
    REAL(int, openat64, int, const char *, int, ...);
    if (!name) return real_openat64(at, given, flags, mode);
    pthread_mutex_lock(&turn);
    struct stat before;
    int there = !stat(path, &before), result;
    REFUSED(flags & O_CREAT && !there) {
        result = real_openat64(at, given, flags, mode);
        if (result >= 0 && result < FILES) {
            struct stat now;
            fstat(result, &now);
            watched[result] = WATCHED;
            int empties = flags & O_TRUNC && there && S_ISREG(now.st_mode);
            note('o', result, (!there) | empties << 1 | (S_ISDIR(now.st_mode) ? 4 : 0), name, strlen(name), NULL, 0);
        }
    }
    pthread_mutex_unlock(&turn);
    return result;
}

#define MODE(flags) \
    int mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, int); \
        va_end(more); \
    }

int open64(const char *path, int flags, ...) { MODE(flags); return opened(AT_FDCWD, path, flags, mode); }
int open(const char *path, int flags, ...) { MODE(flags); return opened(AT_FDCWD, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags); return opened(at, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags); return opened(at, path, flags, mode); }

int close(int fd) {
    REAL(int, close, int);
    if (fd >= 0 && fd < FILES) watched[fd] = NOTHING;
    return real_close(fd);
}

static int is(int fd, int what) { return fd >= 0 && fd < FILES && watched[fd] == what; }

static off64_t place(int fd) {
    struct stat now;
    return fcntl(fd, F_GETFL) & O_APPEND && !fstat(fd, &now) ? now.st_size : lseek64(fd, 0, SEEK_CUR);
}

/* `at` below zero: where the file stands. */
static ssize_t written(int fd, const void *bytes, size_t length, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    if (is(fd, WORD)) return word(bytes, length), (ssize_t)length;
    if (!is(fd, WATCHED)) return at < 0 ? plain_write(fd, bytes, length) : real_pwrite64(fd, bytes, length, at);
    pthread_mutex_lock(&turn);
    ssize_t result;
    REFUSED(1) {
        if (error < 0 && length > 1) length /= 2;
        off64_t from = at < 0 ? place(fd) : at;
        result = at < 0 ? plain_write(fd, bytes, length) : real_pwrite64(fd, bytes, length, at);
        if (result > 0) note('w', fd, from, bytes, result, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return result;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, -1); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return written(fd, bytes, length, at); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return written(fd, bytes, length, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    if (!is(fd, WATCHED)) return real_writev(fd, parts, count);
    /* A writer has to bear that only the first part was taken. */
    for (int part = 0; part < count; part++)
        if (parts[part].iov_len) return written(fd, parts[part].iov_base, parts[part].iov_len, -1);
    return 0;
}

static ssize_t got(int fd, void *into, size_t length, off64_t at) {
    REAL(ssize_t, read, int, void *, size_t);
    REAL(ssize_t, pread64, int, void *, size_t, off64_t);
    if (is(fd, WORD_READ)) return 0;
    if (is(fd, WORD)) {
        watched[fd] = WORD_READ;
        return snprintf(into, length, "%lu %d", operations, failed);
    }
    if (!is(fd, WATCHED)) return at < 0 ? real_read(fd, into, length) : real_pread64(fd, into, length, at);
    pthread_mutex_lock(&turn);
    ssize_t result;
    REFUSED(0) {
        if (error < 0 && length > 1) length /= 2;
        result = at < 0 ? real_read(fd, into, length) : real_pread64(fd, into, length, at);
    }
    pthread_mutex_unlock(&turn);
    return result;
}

ssize_t read(int fd, void *into, size_t length) { return got(fd, into, length, -1); }
ssize_t pread64(int fd, void *into, size_t length, off64_t at) { return got(fd, into, length, at); }
ssize_t pread(int fd, void *into, size_t length, off_t at) { return got(fd, into, length, at); }

static int flushed(int fd, int (*real)(int)) {
    if (!is(fd, WATCHED)) return real(fd);
    if (slow) nanosleep(&(struct timespec){slow / 1000, slow % 1000 * 1000000L}, NULL);
    pthread_mutex_lock(&turn);
    int result;
    REFUSED(0) {
        result = real(fd);
        if (!result) note('s', fd, 0, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return result;
}

int fsync(int fd) { REAL(int, fsync, int); return flushed(fd, real_fsync); }
int fdatasync(int fd) { REAL(int, fdatasync, int); return flushed(fd, real_fdatasync); }

int ftruncate64(int fd, off64_t length) {
    REAL(int, ftruncate64, int, off64_t);
    if (!is(fd, WATCHED)) return real_ftruncate64(fd, length);
    pthread_mutex_lock(&turn);
    int result;
    struct stat now;
    REFUSED(!fstat(fd, &now) && length > now.st_size) {
        result = real_ftruncate64(fd, length);
        if (!result) note('t', fd, length, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* One operation on a name: what it really does, and how it stands in the journal. */
#define NAMED(what, at, given, writes, call) \
    char buffer[PATH_MAX]; \
    const char *path = whole(at, given, buffer), *name = inside(path); \
    if (!name) return call; \
    pthread_mutex_lock(&turn); \
    int result; \
    REFUSED(writes) { \
        result = call; \
        if (!result) note(what, -1, 0, name, strlen(name), NULL, 0); \
    } \
    pthread_mutex_unlock(&turn); \
    return result

int unlink(const char *given) { REAL(int, unlink, const char *); NAMED('u', AT_FDCWD, given, 0, real_unlink(given)); }
int rmdir(const char *given) { REAL(int, rmdir, const char *); NAMED('d', AT_FDCWD, given, 0, real_rmdir(given)); }
int mkdir(const char *given, mode_t mode) { REAL(int, mkdir, const char *, mode_t); NAMED('m', AT_FDCWD, given, 1, real_mkdir(given, mode)); }
int unlinkat(int at, const char *given, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    NAMED(flags & AT_REMOVEDIR ? 'd' : 'u', at, given, 0, real_unlinkat(at, given, flags));
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    const char *old = inside(from), *name = inside(to);
    if (!old && !name) return real_rename(from, to);
    /* Nothing comes in or goes out unseen. */
    if (!old || !name) return errno = EXDEV, -1;
    pthread_mutex_lock(&turn);
    int result;
    REFUSED(1) {
        result = real_rename(from, to);
        if (!result) note('r', -1, 0, old, strlen(old), name, strlen(name));
    }
    pthread_mutex_unlock(&turn);
    return result;
}

/* Copies inside the kernel would go unseen: whoever asks has another way. */
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *there, size_t length, unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
    if (!is(from, WATCHED) && !is(to, WATCHED)) return real_copy_file_range(from, at, to, there, length, flags);
    return errno = ENOSYS, -1;
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t length) {
    REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
    if (!is(from, WATCHED) && !is(to, WATCHED)) return real_sendfile64(to, from, at, length);
    return errno = ENOSYS, -1;
}
int posix_fallocate64(int fd, off64_t from, off64_t length) {
    REAL(int, posix_fallocate64, int, off64_t, off64_t);
    return is(fd, WATCHED) ? EOPNOTSUPP : real_posix_fallocate64(fd, from, length);
}
