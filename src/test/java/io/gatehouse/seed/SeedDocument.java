package io.gatehouse.seed;

import java.util.ArrayList;
import java.util.List;

/** The commands of the task "Secure Gateways", taken out of a copy of the document itself. */
final class SeedDocument {

  private static final String BLOCK_BEGINS = "{{< text bash >}}";
  private static final String BLOCK_ENDS = "{{< /text >}}";
  private static final String PROMPT = "$ ";

  /**
   * A command as a user types it.
   *
   * @param text all of its lines, here-documents and continuations included
   * @param output what the document shows below it; empty where it shows nothing
   */
  record Command(String text, String output) {

    /** Its first line, for reports. */
    String title() {
      return text.lines().findFirst().orElse("");
    }
  }

  private SeedDocument() {}

  static List<Command> commands(String markdown) {
    List<Command> commands = new ArrayList<>();
    List<String> block = null;
    int indent = 0;
    for (String line : markdown.lines().toList()) {
      if (line.strip().equals(BLOCK_BEGINS)) {
        block = new ArrayList<>();
        indent = line.indexOf(BLOCK_BEGINS);
      } else if (line.strip().equals(BLOCK_ENDS) && block != null) {
        commands.addAll(commandsOf(block));
        block = null;
      } else if (block != null) {
        block.add(line.substring(Math.min(indent, line.length())));
      }
    }
    return commands;
  }

  private static List<Command> commandsOf(List<String> block) {
    List<Command> commands = new ArrayList<>();
    int next = 0;
    while (next < block.size()) {
      StringBuilder text = new StringBuilder(block.get(next).substring(PROMPT.length()));
      boolean here = text.indexOf("<<EOF") >= 0;
      next++;
      while (next < block.size() && (here || text.charAt(text.length() - 1) == '\\')) {
        String line = block.get(next++);
        text.append('\n').append(line);
        here = here && !line.equals("EOF");
      }
      StringBuilder output = new StringBuilder();
      while (next < block.size() && !block.get(next).startsWith(PROMPT)) {
        output.append(block.get(next++)).append('\n');
      }
      commands.add(new Command(text.toString(), output.toString()));
    }
    return commands;
  }
}
