package io.gatehouse.admin.dump;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.PrivateKeyProvider;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys;
import io.gatehouse.status.SeedBoard;
import org.junit.jupiter.api.Test;

class EnvoyJsonTest {

  private static final String HUSH = "do-not-tell";

  @Test
  void a_key_inline_in_a_listener_is_left_out_but_its_certificate_is_shown() {
    String json =
        print(
            listener(
                TlsCertificate.newBuilder()
                    .setCertificateChain(SeedBoard.inline("public"))
                    .setPrivateKey(SeedBoard.inline(HUSH))
                    .build()));

    assertThat(json)
        .contains("\"privateKey\":{\"inlineString\":\"[redacted]\"}")
        .contains("\"inlineBytes\":\"cHVibGlj\"");
    assertHushed(json);
  }

  @Test
  void a_private_key_provider_is_left_out_whatever_it_is_configured_with() {
    assertHushed(
        print(
            listener(
                TlsCertificate.newBuilder()
                    .setPrivateKeyProvider(
                        PrivateKeyProvider.newBuilder()
                            .setProviderName("provider")
                            .setTypedConfig(
                                Any.pack(
                                    TlsCertificate.newBuilder()
                                        .setCertificateChain(SeedBoard.inline(HUSH))
                                        .build())))
                    .build())));
  }

  @Test
  void whatever_is_inline_in_a_secret_is_left_out() {
    assertHushed(
        print(
            Secret.newBuilder()
                .setName("a")
                .setValidationContext(
                    CertificateValidationContext.newBuilder()
                        .setTrustedCa(SeedBoard.inline(HUSH))
                        .setCrl(SeedBoard.inline(HUSH)))
                .build()));
    assertHushed(
        print(
            Secret.newBuilder()
                .setGenericSecret(GenericSecret.newBuilder().setSecret(SeedBoard.inline(HUSH)))
                .build()));
    assertHushed(
        print(
            Secret.newBuilder()
                .setSessionTicketKeys(
                    TlsSessionTicketKeys.newBuilder().addKeys(SeedBoard.inline(HUSH)))
                .build()));
  }

  @Test
  void an_extension_of_unknown_type_is_named_but_not_shown() {
    String json =
        print(
            Cluster.newBuilder()
                .setName("a")
                .setTransportSocket(
                    TransportSocket.newBuilder()
                        .setTypedConfig(
                            Any.newBuilder()
                                .setTypeUrl("type.googleapis.com/not.known")
                                .setValue(ByteString.copyFromUtf8(HUSH))))
                .build());

    assertThat(json).contains("type.googleapis.com/not.known").doesNotContain(HUSH);
  }

  private static Message listener(TlsCertificate certificate) {
    return Listener.newBuilder()
        .addFilterChains(
            FilterChain.newBuilder()
                .setTransportSocket(
                    TransportSocket.newBuilder()
                        .setTypedConfig(
                            Any.pack(
                                DownstreamTlsContext.newBuilder()
                                    .setCommonTlsContext(
                                        CommonTlsContext.newBuilder()
                                            .addTlsCertificates(certificate))
                                    .build()))))
        .build();
  }

  private static String print(Message message) {
    return EnvoyJson.of(Any.pack(message));
  }

  private static void assertHushed(String json) {
    assertThat(json).doesNotContain(HUSH, "ZG8tbm90LXRlbGw").contains("[redacted]");
  }
}
