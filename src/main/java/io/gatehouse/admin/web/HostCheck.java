package io.gatehouse.admin.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only where the {@code Host} is this machine by name: a web page whose name was pointed at
 * a loopback address (DNS rebinding) reads nothing here.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class HostCheck extends OncePerRequestFilter {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  private final String address;

  /**
   * @param address what the server is bound to, as configured
   */
  HostCheck(@Value("${server.address:127.0.0.1}") String address) {
    this.address = address.toLowerCase(Locale.ROOT);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (host(request).filter(host -> isHere(host, request)).isPresent()) {
      chain.doFilter(request, response);
    } else {
      ProblemJson.write(
          response,
          HttpStatus.MISDIRECTED_REQUEST,
          "This interface answers only to localhost, 127.0.0.1, [::1] and the address it is bound"
              + " to: write one of these into the URL.");
    }
  }

  private boolean isHere(String host, HttpServletRequest request) {
    return LOOPBACK.contains(host) || host.equals(address) || host.equals(request.getLocalAddr());
  }

  /** The header without the port and without the brackets of an IPv6 address. */
  private static Optional<String> host(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.HOST))
        .map(header -> header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT))
        .map(host -> host.startsWith("[") ? host.replaceAll("[\\[\\]]", "") : host);
  }
}
