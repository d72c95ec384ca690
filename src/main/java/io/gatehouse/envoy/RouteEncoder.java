package io.gatehouse.envoy;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction.RedirectResponseCode;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.DirectResponse;
import io.gatehouse.model.Route.Action.DirectResponse.Body;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.Action.Redirect;
import java.util.Base64;

/** One route: which requests, and what is done with them. */
final class RouteEncoder {

  private RouteEncoder() {}

  static io.envoyproxy.envoy.config.route.v3.Route encode(Route route) {
    EncodedHeaders headers = EncodedHeaders.of(route.headers());
    var encoded =
        io.envoyproxy.envoy.config.route.v3.Route.newBuilder()
            .setName(route.name())
            .setStatPrefix(route.statPrefix())
            .setMatch(RouteMatchEncoder.encode(route.match()))
            .addAllRequestHeadersToAdd(headers.requestAdd())
            .addAllRequestHeadersToRemove(headers.requestRemove())
            .addAllResponseHeadersToAdd(headers.responseAdd())
            .addAllResponseHeadersToRemove(headers.responseRemove())
            .putAllTypedPerFilterConfig(HttpFilters.ofRoute(route.filters()));
    if (route.action() instanceof Forward forward) {
      encoded.setRoute(ForwardEncoder.encode(forward));
    } else if (route.action() instanceof Redirect redirect) {
      encoded.setRedirect(redirect(redirect));
    } else if (route.action() instanceof DirectResponse direct) {
      encoded.setDirectResponse(direct(direct));
    }
    return encoded.build();
  }

  private static DirectResponseAction direct(DirectResponse direct) {
    var encoded = DirectResponseAction.newBuilder().setStatus(direct.status());
    if (direct.body() instanceof Body.Bytes bytes) {
      encoded.setBody(
          DataSource.newBuilder()
              .setInlineBytes(ByteString.copyFrom(Base64.getDecoder().decode(bytes.base64()))));
    } else if (direct.body() instanceof Body.Text text && !text.value().isEmpty()) {
      encoded.setBody(DataSource.newBuilder().setInlineString(text.value()));
    }
    return encoded.build();
  }

  private static RedirectAction redirect(Redirect redirect) {
    var encoded = RedirectAction.newBuilder().setResponseCode(responseCode(redirect.code()));
    redirect.path().ifPresent(encoded::setPathRedirect);
    redirect.prefixRewrite().ifPresent(encoded::setPrefixRewrite);
    redirect.host().ifPresent(encoded::setHostRedirect);
    redirect.scheme().ifPresent(encoded::setSchemeRedirect);
    redirect.port().ifPresent(encoded::setPortRedirect);
    return encoded.build();
  }

  /**
   * @throws IllegalArgumentException for a code that Envoy has no redirect for
   */
  private static RedirectResponseCode responseCode(int code) {
    return switch (code) {
      case 301 -> RedirectResponseCode.MOVED_PERMANENTLY;
      case 302 -> RedirectResponseCode.FOUND;
      case 303 -> RedirectResponseCode.SEE_OTHER;
      case 307 -> RedirectResponseCode.TEMPORARY_REDIRECT;
      case 308 -> RedirectResponseCode.PERMANENT_REDIRECT;
      default -> throw new IllegalArgumentException("not a redirect: " + code);
    };
  }
}
