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
 * @param statPrefix names statistics of its own; empty for none
 * @param origin the {@code http[i]} or {@code http[i].match[j]} it comes from
 */
public record Route(
    String name,
    String statPrefix,
    Match match,
    Action action,
    HeaderChanges headers,
    Filters filters,
    Origin origin) {

  public Route {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(statPrefix, "statPrefix");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(filters, "filters");
    Objects.requireNonNull(origin, "origin");
  }

  /** One without statistics and filters of its own. */
  public Route(String name, Match match, Action action, HeaderChanges headers, Origin origin) {
    this(name, "", match, action, headers, Filters.NONE, origin);
  }

  /** The same route with another action. */
  public Route with(Action other) {
    return new Route(name, statPrefix, match, other, headers, filters, origin);
  }

  /** What a route asks of the HTTP filters that every filter chain has. */
  public record Filters(Optional<Fault> fault, Optional<Cors> cors) {

    public static final Filters NONE = new Filters(Optional.empty(), Optional.empty());

    public Filters {
      Objects.requireNonNull(fault, "fault");
      Objects.requireNonNull(cors, "cors");
    }
  }

  /**
   * Which requests; all conditions have to hold.
   *
   * @param ignoreCase whether the path is compared in any case (an expression never is)
   * @param query of parameters of the query
   */
  public record Match(
      Path path, boolean ignoreCase, List<HeaderMatch> headers, List<QueryMatch> query) {

    public Match {
      Objects.requireNonNull(path, "path");
      headers = List.copyOf(headers);
      query = List.copyOf(query);
    }

    /** By the path as it is written, whatever the query. */
    public Match(Path path, List<HeaderMatch> headers) {
      this(path, false, headers, List.of());
    }
  }

  /** The path without the query. */
  public sealed interface Path {

    record Exact(String value) implements Path {}

    record Prefix(String value) implements Path {}

    record Regex(String value) implements Path {}
  }

  /**
   * A condition on a header.
   *
   * @param name lower case; {@code :method}, {@code :authority} and {@code :scheme} too
   * @param inverted whether requests of which {@code text} holds do not match; a header that is
   *     absent counts as empty then
   */
  public record HeaderMatch(String name, TextMatch text, boolean inverted) {

    public HeaderMatch {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(text, "text");
    }

    /** A condition that has to hold. */
    public HeaderMatch(String name, TextMatch text) {
      this(name, text, false);
    }
  }

  /** A condition on a parameter of the query. */
  public record QueryMatch(String name, TextMatch text) {

    public QueryMatch {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(text, "text");
    }
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
     * @param rewrite empty keeps the path
     * @param mirrors whoever gets copies
     */
    record Forward(
        List<WeightedCluster> clusters,
        Optional<Duration> timeout,
        Optional<RetryPolicy> retry,
        List<HashPolicy> hashPolicies,
        Optional<PathRewrite> rewrite,
        List<Mirror> mirrors)
        implements Action {
      public Forward {
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(rewrite, "rewrite");
        clusters = List.copyOf(clusters);
        hashPolicies = List.copyOf(hashPolicies);
        mirrors = List.copyOf(mirrors);
      }

      /** As they come, and to nobody else. */
      public Forward(
          List<WeightedCluster> clusters,
          Optional<Duration> timeout,
          Optional<RetryPolicy> retry,
          List<HashPolicy> hashPolicies) {
        this(clusters, timeout, retry, hashPolicies, Optional.empty(), List.of());
      }
    }

    /**
     * Answered by Envoy itself.
     *
     * @param status 200 to 599
     * @param body may be empty
     */
    record DirectResponse(int status, Body body) implements Action {

      public DirectResponse(int status, String body) {
        this(status, new Body.Text(body));
      }

      /** What it says. */
      public sealed interface Body {

        record Text(String value) implements Body {}

        /** Any bytes, in base64. */
        record Bytes(String base64) implements Body {}
      }
    }

    /** Redirected; absent parts are kept from the request. */
    record Redirect(
        Optional<String> path,
        Optional<String> prefixRewrite,
        Optional<String> host,
        Optional<String> scheme,
        Optional<Integer> port,
        int code)
        implements Action {

      /** The same redirect, to another port. */
      public Redirect with(Optional<Integer> otherPort) {
        return new Redirect(path, prefixRewrite, host, scheme, otherPort, code);
      }
    }
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
