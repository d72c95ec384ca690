package io.gatehouse.envoy;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.resource.core.SecretBytes;
import java.util.List;
import java.util.Optional;

/** One half of a credential: its bytes inline, or the files of the proxy that hold them. */
final class SecretEncoder {

  private static final ByteString EMPTY_LINE = ByteString.copyFromUtf8("\n");

  private SecretEncoder() {}

  static Secret encode(String name, Content content) {
    var secret = Secret.newBuilder().setName(name);
    if (content instanceof Content.KeyPair pair) {
      secret.setTlsCertificate(certificate(pair));
    } else if (content instanceof Content.CaBundle ca) {
      secret.setValidationContext(validation(ca));
    } else if (content instanceof Content.Files files && files.half() == Half.KEY_PAIR) {
      secret.setTlsCertificate(certificateIn(files.paths()));
    } else if (content instanceof Content.Files files) {
      secret.setValidationContext(validationIn(files.paths()));
    }
    return secret.build();
  }

  private static TlsCertificate certificate(Content.KeyPair pair) {
    var certificate =
        TlsCertificate.newBuilder()
            .setCertificateChain(inline(pair.chain()))
            .setPrivateKey(inline(pair.privateKey()));
    pair.ocspStaple().ifPresent(staple -> certificate.setOcspStaple(inline(staple)));
    return certificate.build();
  }

  /**
   * Where there are revocation lists, Envoy's default stays: each certificate up to the root is
   * looked for in them. To look at clients' own certificates only would let in those of an
   * intermediate CA that was revoked.
   */
  private static CertificateValidationContext validation(Content.CaBundle ca) {
    var validation = CertificateValidationContext.newBuilder().setTrustedCa(inline(ca.bundle()));
    ca.revocationLists().ifPresent(lists -> validation.setCrl(inline(lists)));
    return validation.build();
  }

  private static TlsCertificate certificateIn(List<String> paths) {
    var certificate =
        TlsCertificate.newBuilder()
            .setCertificateChain(file(paths.get(0)))
            .setPrivateKey(file(paths.get(1)));
    directory(paths).ifPresent(certificate::setWatchedDirectory);
    return certificate.build();
  }

  private static CertificateValidationContext validationIn(List<String> paths) {
    var validation = CertificateValidationContext.newBuilder().setTrustedCa(file(paths.get(0)));
    paths.stream().skip(1).forEach(lists -> validation.setCrl(file(lists)));
    directory(paths).ifPresent(validation::setWatchedDirectory);
    return validation.build();
  }

  /**
   * The directory that all the files are in: what is moved to there makes Envoy read them anew, so
   * also Kubernetes' way of replacing all files of a volume at once. Envoy watches files in
   * different directories one by one, which that way does not touch.
   */
  private static Optional<WatchedDirectory> directory(List<String> paths) {
    List<String> directories =
        paths.stream().map(path -> path.substring(0, path.lastIndexOf('/'))).distinct().toList();
    return Optional.of(directories)
        .filter(all -> all.size() == 1)
        .map(all -> WatchedDirectory.newBuilder().setPath(all.get(0) + "/").build());
  }

  /**
   * The same in other bytes: with one more empty line at the end of its PEM, which means nothing
   * there, or with one more slash in the path of a file.
   */
  static Secret reworded(Secret secret) {
    Secret.Builder other = secret.toBuilder();
    DataSource.Builder text =
        secret.hasTlsCertificate()
            ? other.getTlsCertificateBuilder().getCertificateChainBuilder()
            : other.getValidationContextBuilder().getTrustedCaBuilder();
    if (text.hasFilename()) {
      text.setFilename("/" + text.getFilename());
    } else {
      text.setInlineBytes(text.getInlineBytes().concat(EMPTY_LINE));
    }
    return other.build();
  }

  private static DataSource inline(SecretBytes bytes) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFrom(bytes.toByteArray())).build();
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }
}
