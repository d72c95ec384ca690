package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One Envoy route.
 *
 * @param name shown in access logs; empty for none
 * @param origin the {@code http[i]} or {@code http[i].match[j]} it comes from
 */
public record Route(String name, Match match, Action action, HeaderChanges headers, Origin origin) {

  public Route {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(origin, "origin");
  }

  /** Which requests; all conditions have to hold. */
  public record Match(Path path, List<HeaderMatch> headers) {

    public Match {
      Objects.requireNonNull(path, "path");
      headers = List.copyOf(headers);
    }
  }

  /** The path without the query. */
  public sealed interface Path {

    record Exact(String value) implements Path {}

    record Prefix(String value) implements Path {}

    record Regex(String value) implements Path {}
  }

  /** A condition on a header, by lower-case name; {@code :method} and {@code :authority} too. */
  public sealed interface HeaderMatch {

    String name();

    record Exact(String name, String value) implements HeaderMatch {}

    record Prefix(String name, String value) implements HeaderMatch {}

    record Regex(String name, String value) implements HeaderMatch {}

    record Present(String name) implements HeaderMatch {}
  }

  /** What is done. */
  public sealed interface Action {

    /**
     * Sent on.
     *
     * @param clusters one or more, by weight
     * @param timeout empty for none
     * @param retry empty for none
     * @param hashPolicies what of a request chooses the endpoint, where a cluster balances by hash
     */
    record Forward(
        List<WeightedCluster> clusters,
        Optional<Duration> timeout,
        Optional<RetryPolicy> retry,
        List<HashPolicy> hashPolicies)
        implements Action {
      public Forward {
        clusters = List.copyOf(clusters);
        hashPolicies = List.copyOf(hashPolicies);
      }
    }

    /**
     * Answered by Envoy itself.
     *
     * @param status 200 to 599
     * @param body empty for none
     */
    record DirectResponse(int status, String body) implements Action {}

    /** Redirected; absent parts are kept from the request. */
    record Redirect(
        Optional<String> path,
        Optional<String> prefixRewrite,
        Optional<String> host,
        Optional<String> scheme,
        Optional<Integer> port,
        int code)
        implements Action {}
  }

  /** What of a request chooses the endpoint. */
  public sealed interface HashPolicy {

    record Header(String name) implements HashPolicy {}

    /**
     * A cookie, set where the client has none.
     *
     * @param ttl empty for one that is never set by Envoy, zero for a session cookie
     * @param path empty for Envoy's default
     * @param attributes of the cookie that Envoy sets
     */
    record Cookie(String name, Optional<Duration> ttl, String path, List<HeaderValue> attributes)
        implements HashPolicy {
      public Cookie {
        attributes = List.copyOf(attributes);
      }
    }

    record SourceIp() implements HashPolicy {}

    record QueryParameter(String name) implements HashPolicy {}
  }

  /**
   * A share of requests for one cluster.
   *
   * @param weight 1 or more, relative to the others; their sum fits into 32 bits without sign
   * @param hostRewrite what the request's host becomes (Envoy refuses to have it set as a header);
   *     empty keeps it
   */
  public record WeightedCluster(
      String cluster, int weight, HeaderChanges headers, Optional<String> hostRewrite) {

    public WeightedCluster {
      Objects.requireNonNull(cluster, "cluster");
      Objects.requireNonNull(headers, "headers");
      Objects.requireNonNull(hostRewrite, "hostRewrite");
    }

    /** A share that keeps the host. */
    public WeightedCluster(String cluster, int weight, HeaderChanges headers) {
      this(cluster, weight, headers, Optional.empty());
    }
  }

  /**
   * When a request is tried again.
   *
   * @param attempts retries after the first try
   * @param on Envoy's {@code retry_on} conditions, comma separated
   * @param hostReselections how often another host is looked for that was not tried yet
   */
  public record RetryPolicy(int attempts, String on, int hostReselections) {}

  /** Changes of headers, each list in its final order. */
  public record HeaderChanges(
      List<HeaderValue> requestSet,
      List<HeaderValue> requestAdd,
      List<String> requestRemove,
      List<HeaderValue> responseSet,
      List<HeaderValue> responseAdd,
      List<String> responseRemove) {

    public static final HeaderChanges NONE =
        new HeaderChanges(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public HeaderChanges {
      requestSet = List.copyOf(requestSet);
      requestAdd = List.copyOf(requestAdd);
      requestRemove = List.copyOf(requestRemove);
      responseSet = List.copyOf(responseSet);
      responseAdd = List.copyOf(responseAdd);
      responseRemove = List.copyOf(responseRemove);
    }
  }

  /** A header's name and its literal value ({@code %} is not a command). */
  public record HeaderValue(String name, String value) {}
}
