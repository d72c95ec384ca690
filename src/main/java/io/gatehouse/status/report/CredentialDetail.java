package io.gatehouse.status.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/** A credential with which Envoy has what of it. */
public record CredentialDetail(
    @JsonUnwrapped CredentialEntry credential, List<ProxyVersion> proxies) {

  /**
   * What one Envoy has of it.
   *
   * @param proxy node id
   * @param version acknowledged version of the SDS resource; absent where it has none
   * @param fingerprint of that version; absent where it is not the newest
   * @param current whether it is what is to be served
   */
  public record ProxyVersion(
      String proxy, Optional<String> version, Optional<String> fingerprint, boolean current) {}
}
