package io.gatehouse.files;

/**
 * A file is neither YAML nor JSON. Its message is our own sentence; it has no cause, since parsers
 * quote what they read, and that may be a key.
 */
final class UnreadableFileException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableFileException(String problem) {
    super(problem, null, false, false);
  }

  /** Line and column from 1. */
  static UnreadableFileException at(int line, int column, String problem) {
    return new UnreadableFileException(problem + " at line " + line + ", column " + column);
  }
}
