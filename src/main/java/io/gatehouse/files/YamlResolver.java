package io.gatehouse.files;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What unquoted scalars mean, as for kubectl: YAML 1.1 without dates, which JSON has not, and
 * without numbers to the base of 60, which users do not mean when they write {@code 12:30}.
 */
final class YamlResolver extends Resolver {

  static final Pattern TRUE = Pattern.compile("true|True|TRUE|yes|Yes|YES|on|On|ON");
  private static final Pattern BOOLEAN =
      Pattern.compile(TRUE + "|false|False|FALSE|no|No|NO|off|Off|OFF");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+|0o?[0-7]+)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,4})?");

  private static final int MAX_LENGTH = 64;

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, BOOLEAN, "tTfFyYnNoO", MAX_LENGTH);
    addImplicitResolver(Tag.INT, INTEGER, "-+0123456789", MAX_LENGTH);
    addImplicitResolver(Tag.FLOAT, DECIMAL, "-+.0123456789", MAX_LENGTH);
    addImplicitResolver(Tag.MERGE, MERGE, "<", MAX_LENGTH);
    addImplicitResolver(Tag.NULL, NULL, "~nN\0", MAX_LENGTH);
    addImplicitResolver(Tag.NULL, EMPTY, null, MAX_LENGTH);
  }
}
