package io.gatehouse.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.seed.SeedDocument.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedDocumentTest {

  @Test
  void commandsAreTakenOutWithTheirHereDocumentsAndContinuationsAndWithoutTheirOutput() {
    String markdown =
        """
        1.  Text

            {{< text bash >}}
            $ cat <<EOF | kubectl apply -f -
            kind: Gateway
            EOF
            {{< /text >}}

        {{< text bash >}}
        $ curl -v \\
        https://a
        HTTP/2 418
        $ rm -rf x
        {{< /text >}}
        """;

    List<Command> commands = SeedDocument.commands(markdown);

    assertThat(commands)
        .containsExactly(
            new Command("cat <<EOF | kubectl apply -f -\nkind: Gateway\nEOF", ""),
            new Command("curl -v \\\nhttps://a", "HTTP/2 418\n"),
            new Command("rm -rf x", ""));
  }
}
