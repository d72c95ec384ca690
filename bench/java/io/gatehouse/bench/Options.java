package io.gatehouse.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is measured, and how thoroughly.
 *
 * @param hosts sizes, ascending
 * @param gateways numbers of simulated Envoys, ascending
 * @param samples of each kind of change
 * @param warmUp changes of each kind before them
 * @param starts of the program
 * @param seconds of traffic
 * @param only names of what is measured; all if empty
 * @param hold whether all stays up at the end until it is interrupted
 */
public record Options(
    List<Integer> hosts,
    List<Integer> gateways,
    int samples,
    int warmUp,
    int starts,
    int seconds,
    Set<String> only,
    boolean hold) {

  /** Beyond this, one machine has not the memory for both sides. */
  private static final int MOST_HOSTS_X_GATEWAYS = 100_000;

  private static final List<String> NAMES =
      List.of("--hosts", "--gateways", "--samples", "--warm-up", "--starts", "--seconds", "--only");

  private static final Options SHORT =
      new Options(List.of(10, 1_000), List.of(1, 50), 50, 200, 3, 60, Set.of(), false);
  private static final Options ALL =
      new Options(
          List.of(10, 100, 1_000, 3_000, 5_000),
          List.of(1, 10, 50, 100, 1_000),
          300,
          200,
          10,
          300,
          Set.of(),
          false);

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException with a sentence, if something in it is not known
   */
  public static Options parse(String... arguments) {
    Options options = Arrays.asList(arguments).contains("--all") ? ALL : SHORT;
    for (int at = 0; at < arguments.length; at++) {
      switch (arguments[at]) {
        case "--all" -> {}
        case "--hold" -> options = options.held();
        default -> {
          if (at + 1 == arguments.length) {
            throw new IllegalArgumentException(arguments[at] + " is not known, or lacks a value.");
          }
          options = options.with(arguments[at], arguments[++at]);
        }
      }
    }
    return options;
  }

  private Options held() {
    return new Options(hosts, gateways, samples, warmUp, starts, seconds, only, true);
  }

  private Options with(String name, String value) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(name + " is not known: there are " + NAMES + ".");
    }
    boolean chosen = name.equals("--only");
    if (!chosen && !value.matches("[1-9]\\d*(,[1-9]\\d*)*")) {
      throw new IllegalArgumentException(name + " " + value + ": it takes numbers above zero.");
    }
    return new Options(
        name.equals("--hosts") ? numbers(value) : hosts,
        name.equals("--gateways") ? numbers(value) : gateways,
        name.equals("--samples") ? number(value) : samples,
        name.equals("--warm-up") ? number(value) : warmUp,
        name.equals("--starts") ? number(value) : starts,
        name.equals("--seconds") ? number(value) : seconds,
        chosen ? Set.of(value.split(",")) : only,
        hold);
  }

  private static List<Integer> numbers(String value) {
    return Stream.of(value.split(",")).map(Integer::valueOf).sorted().toList();
  }

  private static int number(String value) {
    return Integer.parseInt(value);
  }

  /** The numbers of gateways that are measured with so many hosts. */
  public List<Integer> gatewaysWith(int hostCount) {
    return gateways.stream().filter(g -> (long) g * hostCount <= MOST_HOSTS_X_GATEWAYS).toList();
  }

  /** Whether that is to be measured. */
  public boolean wants(String name) {
    return only.isEmpty() || only.contains(name);
  }
}
