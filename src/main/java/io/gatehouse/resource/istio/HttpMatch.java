package io.gatehouse.resource.istio;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One alternative of {@code match}; its conditions all have to hold.
 *
 * @param index place in {@code match}, from 0
 * @param name {@code name}, empty where absent
 * @param statPrefix {@code statPrefix}, empty where absent
 * @param uri the path, without the query
 * @param ignoreUriCase whether {@code uri} is compared in any case; not an expression
 * @param headers by lower-case name
 * @param withoutHeaders by lower-case name: of which none may hold
 * @param queryParams parameters of the query, by name
 * @param port of the Gateway's server
 * @param scope for which gateways it counts at all
 */
public record HttpMatch(
    int index,
    String name,
    String statPrefix,
    Optional<StringMatch> uri,
    boolean ignoreUriCase,
    Optional<StringMatch> scheme,
    Optional<StringMatch> method,
    Optional<StringMatch> authority,
    SortedMap<String, StringMatch> headers,
    SortedMap<String, StringMatch> withoutHeaders,
    SortedMap<String, StringMatch> queryParams,
    Optional<Integer> port,
    MatchScope scope) {

  public HttpMatch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(statPrefix, "statPrefix");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(authority, "authority");
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    withoutHeaders = Collections.unmodifiableSortedMap(new TreeMap<>(withoutHeaders));
    queryParams = Collections.unmodifiableSortedMap(new TreeMap<>(queryParams));
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(scope, "scope");
  }

  /** Istio's StringMatch. */
  public sealed interface StringMatch {

    /** The whole string. */
    record Exact(String value) implements StringMatch {}

    /** The beginning of the string; plain, not by path segments. */
    record Prefix(String value) implements StringMatch {}

    /** An RE2 expression that matches the whole string. */
    record Regex(String value) implements StringMatch {}

    /** It is there, whatever its value ({@code {}} or an empty value in Istio). */
    record Present() implements StringMatch {}
  }
}
