package io.gatehouse.files;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which manifests are in a directory and below it. Links are followed: ConfigMaps and Secrets
 * are mounted as links to files in a hidden directory. Hidden files and directories are not looked
 * at by themselves.
 */
final class DirectoryScanner {

  private static final Pattern MANIFEST = Pattern.compile("[^.].*\\.(yaml|yml|json)");
  private static final int MAX_DEPTH = 32;

  private final Path root;

  DirectoryScanner(Path root) {
    this.root = root;
  }

  /**
   * What is there.
   *
   * @param files by path relative to the root, with slashes
   * @param directories to watch, with what tells them apart
   * @param unlisted directories (relative, the root being empty) that cannot be listed: nothing is
   *     known of what is in them
   */
  record Scan(
      Map<String, FileStamp> files, Map<Path, Optional<Object>> directories, Set<String> unlisted) {

    /** Whether a file that is not among {@link #files} may be there all the same. */
    boolean mayHold(String path) {
      return unlisted.stream()
          .anyMatch(directory -> directory.isEmpty() || path.startsWith(directory + "/"));
    }
  }

  Scan scan() {
    Scan scan = new Scan(new HashMap<>(), new HashMap<>(), new HashSet<>());
    try {
      Files.walkFileTree(
          root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Visitor(scan));
    } catch (IOException rootUnreadable) {
      scan.unlisted().add("");
    }
    return scan;
  }

  /** The file at {@code path} (relative), where there is one. */
  Optional<FileStamp> look(String path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(root.resolve(path), BasicFileAttributes.class);
      return Optional.of(attributes).filter(BasicFileAttributes::isRegularFile).map(FileStamp::of);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  byte[] read(String path) throws IOException {
    try (var in = Files.newInputStream(root.resolve(path))) {
      return in.readNBytes(ManifestReader.MAX_BYTES + 1);
    }
  }

  static boolean isManifest(Path file) {
    return MANIFEST.matcher(file.getFileName().toString()).matches();
  }

  String relative(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    private final Scan scan;

    Visitor(Scan scan) {
      this.scan = scan;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (!directory.equals(root) && directory.getFileName().toString().startsWith(".")) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      scan.directories().put(directory, Optional.ofNullable(attributes.fileKey()));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && isManifest(file)) {
        scan.files().put(relative(file), FileStamp.of(attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    /** Broken links and links that lead to themselves hold nothing; the rest is not known. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
      if (Files.isDirectory(path) && !(failure instanceof java.nio.file.FileSystemLoopException)) {
        scan.unlisted().add(relative(path));
      } else if (path.equals(root)) {
        scan.unlisted().add("");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
      if (failure != null) {
        scan.unlisted().add(relative(directory));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
