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
 * @param uri the path, without the query
 * @param headers by lower-case name
 */
public record HttpMatch(
    int index,
    String name,
    Optional<StringMatch> uri,
    Optional<StringMatch> method,
    Optional<StringMatch> authority,
    SortedMap<String, StringMatch> headers) {

  public HttpMatch {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(authority, "authority");
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /** Whether every request matches. */
  public boolean isCatchAll() {
    boolean anyPath = uri.isEmpty() || uri.get().equals(new StringMatch.Prefix("/"));
    return anyPath && method.isEmpty() && authority.isEmpty() && headers.isEmpty();
  }

  /** Istio's StringMatch. */
  public sealed interface StringMatch {

    /** The whole string. */
    record Exact(String value) implements StringMatch {}

    /** The beginning of the string; plain, not by path segments. */
    record Prefix(String value) implements StringMatch {}

    /** An RE2 expression that matches the whole string. */
    record Regex(String value) implements StringMatch {}

    /** The header is there, whatever its value ({@code {}} or an empty value in Istio). */
    record Present() implements StringMatch {}
  }
}
