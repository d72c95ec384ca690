package io.gatehouse.cases;

import com.google.protobuf.Message;
import io.gatehouse.credential.Content;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.testing.EnvoyMessages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Everything that comes of an input.
 *
 * @param contents what is in service, by SDS name
 * @param findings sorted, each once
 */
record Outcome(GatewayModel model, SortedMap<String, Content> contents, List<Finding> findings) {

  /** The expected files and what is in them. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("listeners.yaml", yaml(model.listeners(), EnvoyMessages::listener));
    files.put("routes.yaml", yaml(model.routeConfigurations(), EnvoyMessages::routeConfiguration));
    files.put("clusters.yaml", yaml(model.clusters(), EnvoyMessages::cluster));
    files.put(
        "endpoints.yaml", yaml(model.endpointAssignments(), EnvoyMessages::endpointAssignment));
    files.put(
        "secrets.yaml",
        yaml(
            model.credentials(),
            credential ->
                Redaction.redacted(
                    EnvoyMessages.secret(credential.name(), contents.get(credential.name())))));
    files.put("findings.yaml", CanonicalYaml.of(findings.stream().map(Outcome::tree).toList()));
    files.replaceAll((file, content) -> FilesOfProxy.placeless(content));
    return files;
  }

  private static <M> String yaml(List<M> models, Function<M, Message> encode) {
    return CanonicalYaml.ofMessages(models.stream().map(encode).toList());
  }

  private static Map<String, String> tree(Finding finding) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("code", finding.code().id());
    tree.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    tree.put("origin", finding.origin().toString());
    tree.put("sentence", finding.sentence());
    tree.put("remedy", finding.remedy());
    return tree;
  }
}
