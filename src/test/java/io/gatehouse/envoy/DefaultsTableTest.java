package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Listener.ClientValidation;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TlsParameters;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.testing.EnvoyMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is set of a listener has its row, with a reason, in {@code docs/defaults.md}. */
class DefaultsTableTest {

  private static final Origin ORIGIN = Origin.of("Gateway", "default", "test");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|(.*)\\|$");

  private static final EdgeOptions ALL = new EdgeOptions(1, true, true, Duration.ofSeconds(1));

  @Test
  void every_field_of_a_listener_that_is_set_is_in_the_table_and_no_other() throws Exception {
    Set<String> listener = new TreeSet<>();
    Set<String> chain = new TreeSet<>();
    Set<String> manager = new TreeSet<>();
    for (boolean quic : List.of(false, true)) {
      Listener encoded = EnvoyMessages.listener(listener(quic), ALL);
      addFields(encoded, listener);
      for (var one : encoded.getFilterChainsList()) {
        addFields(one, chain);
        addFields(manager(one), manager);
      }
    }
    chain.remove("name");

    assertThat(rows("listener")).isEqualTo(listener);
    assertThat(rows("filter chain")).isEqualTo(chain);
    assertThat(rows("HTTP connection manager")).isEqualTo(manager);
  }

  private static io.gatehouse.model.Listener listener(boolean quic) {
    return new io.gatehouse.model.Listener(
        "l",
        List.of("0.0.0.0", "::"),
        8443,
        true,
        quic,
        List.of(chain(Optional.empty()), chain(Optional.of("ca"))),
        ORIGIN);
  }

  private static FilterChain chain(Optional<String> ca) {
    return new FilterChain(
        "c",
        List.of("a.example.com"),
        Optional.of(
            new TlsTermination(
                List.of("s"),
                ca.map(name -> ClientValidation.by(name, true)),
                TlsParameters.DEFAULT)),
        new Handling.Http("r", false),
        ORIGIN);
  }

  private static HttpConnectionManager manager(
      io.envoyproxy.envoy.config.listener.v3.FilterChain chain)
      throws InvalidProtocolBufferException {
    return chain.getFilters(0).getTypedConfig().unpack(HttpConnectionManager.class);
  }

  private static void addFields(Message message, Set<String> names) {
    message.getAllFields().keySet().stream().map(FieldDescriptor::getName).forEach(names::add);
  }

  /** The fields in the table whose first column is headed so. */
  private static Set<String> rows(String heading) throws IOException {
    String text = Files.readString(Path.of("docs", "defaults.md"));
    int begin = text.indexOf("| " + heading + " |");
    assertThat(begin).isNotNegative();
    String table = text.substring(begin, text.indexOf("\n\n", begin));
    Set<String> names = new TreeSet<>();
    ROW.matcher(table).results().map((MatchResult row) -> row.group(1)).forEach(names::add);
    return names;
  }
}
