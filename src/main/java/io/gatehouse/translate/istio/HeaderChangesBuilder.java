package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.HeaderValue;
import io.gatehouse.resource.istio.HeaderOperations;
import io.gatehouse.resource.istio.HeaderOperations.Operations;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Istio's header operations to the model's.
 *
 * <p>Envoy refuses a route that changes {@code Host} or a header that begins with a colon. Setting
 * the host of a request that is sent on is a rewrite of its own; the others are left out, as in
 * Istio, with a finding.
 */
final class HeaderChangesBuilder {

  private static final String AUTHORITY = ":authority";
  private static final String HOST = "host";

  private final Findings findings;

  HeaderChangesBuilder(Findings findings) {
    this.findings = findings;
  }

  /** What the request's host is set to. */
  static Optional<String> hostRewrite(HeaderOperations operations) {
    return operations.request().set().entrySet().stream()
        .filter(header -> isHost(header.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Everything else.
   *
   * @param forwarded whether the request is sent on, so that its host can be rewritten
   */
  HeaderChanges build(HeaderOperations operations, boolean forwarded, Origin origin) {
    if (operations.equals(HeaderOperations.NONE)) {
      return HeaderChanges.NONE;
    }
    Operations request = operations.request();
    Operations response = operations.response();
    Predicate<String> rewritten = name -> forwarded && isHost(name);
    return new HeaderChanges(
        values(request.set(), rewritten, origin.at("request.set")),
        values(request.add(), name -> false, origin.at("request.add")),
        names(request.remove(), origin.at("request.remove")),
        values(response.set(), name -> false, origin.at("response.set")),
        values(response.add(), name -> false, origin.at("response.add")),
        names(response.remove(), origin.at("response.remove")));
  }

  private List<HeaderValue> values(
      SortedMap<String, String> headers, Predicate<String> done, Origin origin) {
    return headers.entrySet().stream()
        .filter(header -> !done.test(header.getKey()) && mayChange(header.getKey(), origin))
        .map(header -> new HeaderValue(header.getKey(), header.getValue()))
        .toList();
  }

  private List<String> names(List<String> names, Origin origin) {
    return names.stream().filter(name -> mayChange(name, origin)).toList();
  }

  private boolean mayChange(String name, Origin origin) {
    if (!name.startsWith(":") && !name.equalsIgnoreCase(HOST)) {
      return true;
    }
    findings.warning(
        FindingCode.UNSUPPORTED_FIELD,
        origin,
        "Header "
            + Words.shown(name)
            + " is left as it is: Envoy changes neither the host nor a header that begins with a"
            + " colon here.",
        "Take it out; the host of a request that is sent on can be changed by setting "
            + AUTHORITY
            + " on the request.");
    return false;
  }

  private static boolean isHost(String name) {
    return name.equals(AUTHORITY) || name.equalsIgnoreCase(HOST);
  }
}
