package io.gatehouse.files;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What tells, without reading it, that a file has changed.
 *
 * @param identity the file system's (inode): another one means that the file was replaced, and is
 *     not being written; empty where the file system has none
 */
record FileStamp(Optional<Object> identity, FileTime modified, long size) {

  static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(
        Optional.ofNullable(attributes.fileKey()),
        attributes.lastModifiedTime(),
        attributes.size());
  }

  /** Whether this is another file than {@code earlier}, put in its place at once. */
  boolean replaces(FileStamp earlier) {
    return identity.isPresent() && !identity.equals(earlier.identity);
  }
}
