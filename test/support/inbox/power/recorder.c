// Loaded into a process with LD_PRELOAD: writes down, in order, every change that the process makes to one
// SQLite file and its -wal, and every flush of them. From that, every state can be made that the disk may be
// in after a power cut.
//
//   RECORDER_FILE  the SQLite file, by its true path
//   RECORDER_LOG   where to write the records: kind, file, offset, length, bytes
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

struct __attribute__((packed)) header {
  char kind;
  char file;
  int64_t offset;
  uint32_t length;
};

static char file_of(int fd) {
  char link[64], path[4096];
  const char *file = getenv("RECORDER_FILE");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (file == NULL || length < 0) return 0;
  path[length] = 0;
  size_t start = strlen(file);
  if (strncmp(path, file, start) != 0) return 0;
  if (path[start] == 0) return 'd';
  return strcmp(path + start, "-wal") == 0 ? 'w' : 0;
}

static void record(char kind, int fd, int64_t offset, const void *data, uint32_t length) {
  static int log = -1;
  char file = file_of(fd);
  if (file == 0) return;
  if (log < 0) log = open(getenv("RECORDER_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  struct header header = {kind, file, offset, length};
  struct iovec parts[] = {{&header, sizeof header}, {(void *)data, length}};
  if (writev(log, parts, 2) != (ssize_t)(sizeof header + length)) abort();
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  ssize_t (*next)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t written = next(fd, data, length, offset);
  if (written > 0) record('W', fd, offset, data, written);
  return written;
}

int ftruncate64(int fd, off64_t length) {
  int (*next)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
  int result = next(fd, length);
  if (result == 0) record('T', fd, length, NULL, 0);
  return result;
}

int fsync(int fd) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
  int result = next(fd);
  if (result == 0) record('S', fd, 0, NULL, 0);
  return result;
}

int fdatasync(int fd) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
  int result = next(fd);
  if (result == 0) record('S', fd, 0, NULL, 0);
  return result;
}
