package io.gatehouse.bench.client;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a change bears, so that it is known when it arrives: text of a fixed form in a host name, in
 * a response header or as a certificate's common name, or the address of an endpoint.
 */
public final class Marks {

  private static final byte[] PREFIX = "xbm-".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = PREFIX.length + 12;

  // ClusterLoadAssignment.endpoints.lb_endpoints.endpoint.address.socket_address.address
  private static final FieldPath ADDRESSES = FieldPath.of(2, 2, 1, 1, 1, 2);
  // Secret.tls_certificate.certificate_chain, then inline_bytes or inline_string
  private static final List<FieldPath> CERTIFICATES =
      List.of(FieldPath.of(2, 1, 2), FieldPath.of(2, 1, 3));

  private Marks() {}

  /**
   * @param number of at most 12 digits
   */
  public static String text(long number) {
    return String.format("xbm-%012d", number);
  }

  /** The marks that a serialized resource bears. */
  static List<String> of(ResourceType type, ByteString resource) {
    return switch (type) {
      case ENDPOINT -> ADDRESSES.strings(resource);
      case SECRET ->
          CERTIFICATES.stream()
              .flatMap(path -> path.strings(resource).stream())
              .flatMap(Marks::inFirstCertificate)
              .toList();
      case CLUSTER, LISTENER, ROUTE -> in(resource.toByteArray());
    };
  }

  private static Stream<String> inFirstCertificate(String pem) {
    int begin = pem.indexOf("-----\n");
    int end = pem.indexOf("-----END");
    return begin < 0 || end < begin
        ? Stream.empty()
        : in(Base64.getMimeDecoder().decode(pem.substring(begin + 6, end))).stream();
  }

  private static List<String> in(byte[] bytes) {
    List<String> found = new ArrayList<>();
    for (int at = 0; at + LENGTH <= bytes.length; at++) {
      if (startsAt(bytes, at)) {
        found.add(new String(bytes, at, LENGTH, StandardCharsets.US_ASCII));
        at += LENGTH - 1;
      }
    }
    return found;
  }

  private static boolean startsAt(byte[] bytes, int at) {
    for (int i = 0; i < PREFIX.length; i++) {
      if (bytes[at + i] != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }
}
