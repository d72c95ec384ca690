package io.gatehouse.admin.text;

import io.gatehouse.credential.CertificateInfo;
import io.gatehouse.status.report.CredentialDetail;
import io.gatehouse.status.report.CredentialDetail.ProxyVersion;
import io.gatehouse.status.report.CredentialEntry;
import io.gatehouse.status.report.Explanation;
import io.gatehouse.status.report.Explanation.GroupAnswer;
import io.gatehouse.status.report.FindingEntry;
import io.gatehouse.status.report.GatewayStatus;
import io.gatehouse.status.report.GatewayStatus.HostStatus;
import io.gatehouse.status.report.GatewayStatus.ServerStatus;
import io.gatehouse.status.report.ProxyConfig;
import io.gatehouse.status.report.ProxyConfig.ConfigResource;
import io.gatehouse.status.report.ProxyStatus;
import io.gatehouse.status.report.ProxyStatus.TypeStatus;
import io.gatehouse.status.report.RouteEntry;
import io.gatehouse.status.report.RouteEntry.Destination;
import io.gatehouse.status.report.VirtualServiceStatus;
import io.gatehouse.status.report.VirtualServiceStatus.BoundGateway;
import io.gatehouse.status.report.VirtualServiceStatus.ServedConnections;
import io.gatehouse.status.report.VirtualServiceStatus.ServedHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How each kind of answer reads as text. */
final class TextPages {

  private record ServerRow(GatewayStatus gateway, ServerStatus server) {}

  private record RouteRow(ServedHost host, RouteEntry route) {}

  private record TypeRow(ProxyStatus proxy, TypeStatus type) {}

  private record ConfigRow(ProxyConfig config, ConfigResource resource) {}

  private static final TextTable<FindingEntry> FINDINGS =
      TextTable.of(FindingEntry.class)
          .column("SEVERITY", FindingEntry::severity)
          .column("CODE", FindingEntry::code)
          .column("OBJECT", TextPages::object)
          .column("FIELD", FindingEntry::field)
          .column("WHAT AND WHAT TO DO", finding -> finding.sentence() + " " + finding.remedy());

  private static final TextTable<ServerRow> SERVERS =
      TextTable.of(ServerRow.class)
          .column("GATEWAY", row -> row.gateway().namespace() + "/" + row.gateway().name())
          .column("SERVER", row -> row.server().index())
          .column("PORT", row -> row.server().port())
          .column("PROTOCOL", row -> row.server().protocol())
          .column("TLS", row -> row.server().tls().orElse(""))
          .column("HOSTS", row -> joined(row.server().hosts(), HostStatus::host))
          .column("CREDENTIAL", row -> String.join(",", row.server().credentialNames()))
          .column("STATE", row -> row.server().state())
          .column("ACKNOWLEDGED", row -> row.server().acknowledged())
          .column("FINDINGS", row -> row.server().findings().size());

  private static final TextTable<VirtualServiceStatus> VIRTUAL_SERVICES =
      TextTable.of(VirtualServiceStatus.class)
          .column("VIRTUALSERVICE", service -> service.namespace() + "/" + service.name())
          .column("HOSTS", service -> String.join(",", service.hosts()))
          .column("GATEWAYS", service -> joined(service.gateways(), BoundGateway::gateway))
          .column("STATE", VirtualServiceStatus::state)
          .column("FINDINGS", service -> service.findings().size());

  private static final TextTable<RouteRow> ROUTES =
      TextTable.of(RouteRow.class)
          .column("VIRTUAL HOST", row -> row.host().virtualHost())
          .column("PROXIES", row -> row.host().group())
          .column("ORDER", row -> row.route().order())
          .column("MATCH", row -> row.route().match())
          .column("ACTION", row -> row.route().action())
          .column("TO", row -> joined(row.route().destinations(), TextPages::destination))
          .column("FROM", row -> row.route().object() + " " + row.route().field());

  private static final TextTable<ServedConnections> CONNECTIONS =
      TextTable.of(ServedConnections.class)
          .column("FILTER CHAIN", ServedConnections::filterChain)
          .column("PROXIES", ServedConnections::group)
          .column("SERVER NAMES", served -> String.join(",", served.serverNames()))
          .column("TO", served -> joined(served.destinations(), TextPages::destination))
          .column("FROM", served -> served.object() + " " + served.field());

  private static final TextTable<CredentialEntry> CREDENTIALS =
      TextTable.of(CredentialEntry.class)
          .column("RESOURCE", CredentialEntry::resource)
          .column("SECRET", TextPages::holder)
          .column("VERDICT", CredentialEntry::verdict)
          .column("SERVING", CredentialEntry::serving)
          .column("SERIAL", entry -> first(entry, CertificateInfo::serial))
          .column("SUBJECT", entry -> first(entry, CertificateInfo::subject))
          .column("NOT AFTER", entry -> first(entry, CertificateInfo::notAfter))
          .column("ACKNOWLEDGED", CredentialEntry::acknowledged)
          .column("ASKED FOR BY", entry -> joined(entry.references(), TextPages::reference));

  private static final TextTable<ProxyVersion> VERSIONS =
      TextTable.of(ProxyVersion.class)
          .column("PROXY", ProxyVersion::proxy)
          .column("CURRENT", ProxyVersion::current)
          .column("VERSION", version -> version.version().orElse(""))
          .column("FINGERPRINT", version -> version.fingerprint().orElse(""));

  private static final TextTable<TypeRow> PROXIES =
      TextTable.of(TypeRow.class)
          .column("PROXY", row -> row.proxy().id())
          .column("GROUP", row -> row.proxy().group().orElse(""))
          .column("VERSION", row -> row.proxy().version())
          .column("CONNECTED SINCE", row -> row.proxy().connectedSince())
          .column("TYPE", row -> row.type().type())
          .column("SENT", row -> row.type().sent())
          .column("ACKNOWLEDGED", row -> row.type().acknowledged())
          .column("PENDING", row -> row.type().pending())
          .column("REFUSED", row -> row.type().refused().size());

  private static final TextTable<ConfigRow> CONFIG =
      TextTable.of(ConfigRow.class)
          .column("PROXY", row -> row.config().id())
          .column("TYPE", row -> row.resource().type())
          .column("NAME", row -> row.resource().name())
          .column("STATE", row -> row.resource().state())
          .column("VERSION", row -> row.resource().version().orElse(""))
          .column("SENT", row -> row.resource().sent().orElse(""))
          .column("ACKNOWLEDGED", row -> row.resource().acknowledged().orElse(""));

  /** By the class of an answer or, for a list, of its elements. */
  static final Map<Class<?>, Function<List<?>, String>> ALL = new LinkedHashMap<>();

  static {
    page(FindingEntry.class, FINDINGS::render);
    page(GatewayStatus.class, TextPages::gateways);
    page(VirtualServiceStatus.class, TextPages::virtualServices);
    page(CredentialEntry.class, CREDENTIALS::render);
    page(CredentialDetail.class, TextPages::credentialDetails);
    page(ProxyStatus.class, TextPages::proxies);
    page(ProxyConfig.class, TextPages::configs);
    page(Explanation.class, TextPages::explanations);
  }

  private TextPages() {}

  private static <T> void page(Class<T> type, Function<List<T>, String> render) {
    ALL.put(type, answers -> render.apply(answers.stream().map(type::cast).toList()));
  }

  private static String gateways(List<GatewayStatus> gateways) {
    return sections(
        SERVERS.render(
            rows(gateways, gateway -> map(gateway.servers(), s -> new ServerRow(gateway, s)))),
        findings(rows(gateways, GatewayStatus::findings)));
  }

  private static String virtualServices(List<VirtualServiceStatus> services) {
    List<RouteRow> routes =
        rows(
            rows(services, VirtualServiceStatus::servedBy).stream().distinct().toList(),
            host -> map(host.routes(), route -> new RouteRow(host, route)));
    List<ServedConnections> connections = rows(services, VirtualServiceStatus::connections);
    return sections(
        VIRTUAL_SERVICES.render(services),
        routes.isEmpty() ? "" : ROUTES.render(routes),
        connections.isEmpty() ? "" : CONNECTIONS.render(connections),
        findings(rows(services, VirtualServiceStatus::findings)));
  }

  private static String credentialDetails(List<CredentialDetail> details) {
    List<CredentialEntry> entries = map(details, CredentialDetail::credential);
    List<ProxyVersion> versions = rows(details, CredentialDetail::proxies);
    return sections(
        CREDENTIALS.render(entries),
        entries.stream()
            .map(entry -> Printable.of(entry.resource() + ": " + entry.summary()) + "\n")
            .collect(Collectors.joining()),
        versions.isEmpty() ? "" : VERSIONS.render(versions),
        findings(rows(entries, CredentialEntry::findings)));
  }

  private static String proxies(List<ProxyStatus> proxies) {
    return PROXIES.render(rows(proxies, proxy -> map(proxy.types(), t -> new TypeRow(proxy, t))));
  }

  private static String configs(List<ProxyConfig> configs) {
    return CONFIG.render(
        rows(configs, config -> map(config.resources(), r -> new ConfigRow(config, r))));
  }

  private static String explanations(List<Explanation> explanations) {
    List<String> sections = new ArrayList<>();
    for (Explanation explanation : explanations) {
      sections.add(Printable.of(explanation.summary()) + "\n");
      explanation.groups().forEach(answer -> sections.add(answer(answer)));
      sections.add(findings(explanation.findings()));
    }
    return sections(sections.toArray(String[]::new));
  }

  private static String answer(GroupAnswer answer) {
    return Stream.concat(
            Stream.of(
                "Proxies "
                    + answer.group()
                    + ": "
                    + answer.outcome()
                    + ", acknowledged by "
                    + answer.acknowledged()),
            answer.steps().stream().map(step -> "  " + step))
        .map(line -> Printable.of(line) + "\n")
        .collect(Collectors.joining());
  }

  private static String findings(List<FindingEntry> findings) {
    return findings.isEmpty() ? "" : FINDINGS.render(findings.stream().distinct().toList());
  }

  private static String sections(String... sections) {
    return Stream.of(sections)
        .filter(section -> !section.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static <A, B> List<B> map(List<A> list, Function<A, B> function) {
    return list.stream().map(function).toList();
  }

  private static <A, B> List<B> rows(List<A> list, Function<A, List<B>> function) {
    return list.stream().map(function).flatMap(List::stream).toList();
  }

  private static <T> String joined(List<T> list, Function<T, String> function) {
    return list.stream().map(function).collect(Collectors.joining(","));
  }

  private static String object(FindingEntry finding) {
    String namespace = finding.namespace().isEmpty() ? "" : finding.namespace() + "/";
    return finding.kind() + " " + namespace + finding.name();
  }

  private static String destination(Destination destination) {
    return destination.cluster()
        + " ("
        + destination.weight()
        + ", "
        + (destination.endpoints() + destination.draining())
        + " endpoints)";
  }

  private static String holder(CredentialEntry entry) {
    return entry.kind().equals("Secret") ? entry.secret() : entry.kind() + " " + entry.secret();
  }

  private static String reference(CredentialEntry.Reference reference) {
    return reference.gateway() + "[" + reference.server() + "]";
  }

  private static Object first(CredentialEntry entry, Function<CertificateInfo, Object> value) {
    return entry.certificates().stream().findFirst().map(value).orElse("");
  }
}
