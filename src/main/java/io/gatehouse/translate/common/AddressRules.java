package io.gatehouse.translate.common;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.istio.HostName;
import io.gatehouse.translate.common.IpAddress.Family;
import io.gatehouse.translate.common.IpAddress.Reach;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses and names requests may be sent to. What a name is looked up to cannot be known
 * here: one that leads to the proxy itself is refused only where the name says so.
 */
public final class AddressRules {

  private static final String LOCAL_DOMAIN = ".localhost";

  /** RFC 6761, section 6.3, and what systems write into their hosts file. */
  private static final Set<String> LOCAL_NAMES =
      Set.of("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback");

  private final IpFamily family;
  private final boolean allowLocal;
  private final Findings findings;
  private boolean otherFamily;

  /**
   * @param family what the proxies can reach
   * @param allowLocal whether endpoints may be on the proxies' own machine
   */
  public AddressRules(IpFamily family, boolean allowLocal, Findings findings) {
    this.family = family;
    this.allowLocal = allowLocal;
    this.findings = findings;
  }

  /** Whether an address was passed over because the proxies reach only those of other kind. */
  public boolean sawOtherFamily() {
    return otherFamily;
  }

  /** Whether the proxies can connect to such addresses. */
  boolean reaches(Family of) {
    return family == IpFamily.DUAL || family.name().equals(of.name());
  }

  boolean mayBeUsed(Reach reach) {
    return reach == Reach.NETWORK || (reach == Reach.LOCAL && allowLocal);
  }

  /** An IP address that may be used, in its canonical form; one that is refused has a finding. */
  public Optional<String> address(String literal, Origin origin) {
    Optional<IpAddress> address = IpAddress.parse(literal);
    if (address.filter(read -> mayBeUsed(read.reach())).isEmpty()) {
      reportRefused(literal, origin);
      return Optional.empty();
    }
    otherFamily |= !reaches(address.get().family());
    return address.filter(read -> reaches(read.family())).map(IpAddress::text);
  }

  /** As {@link #address}; a DNS name may be used too, in lower case without its final dot. */
  public Optional<String> addressOrName(String text, Origin origin) {
    Optional<String> name = HostName.dnsName(text);
    if (name.isEmpty()) {
      return address(text, origin);
    }
    if (isLocal(name.get()) && !allowLocal) {
      reportRefused(text, origin);
      return Optional.empty();
    }
    return name;
  }

  private static boolean isLocal(String name) {
    return LOCAL_NAMES.contains(name) || name.endsWith(LOCAL_DOMAIN);
  }

  private void reportRefused(String text, Origin origin) {
    findings.error(
        FindingCode.ENDPOINT_REFUSED,
        origin,
        "No request is sent to "
            + Words.shown(text)
            + ": an endpoint has to be an address or a name of another machine"
            + (allowLocal ? ", or of this one" : "")
            + ", in its plain form.",
        allowLocal
            ? "Write the address of a machine, for example 127.0.0.1 for this one."
            : "Write the workload's address; loopback and link-local addresses, localhost,"
                + " unspecified and multicast addresses lead to the proxy itself or to no machine.");
  }
}
