package io.gatehouse.status;

import io.gatehouse.xds.XdsType;
import java.util.Locale;

/** The resource types as users see them. */
public final class TypeNames {

  private TypeNames() {}

  /** For logs, metrics, parameters: {@code listener}, {@code route}, and so on. */
  public static String id(XdsType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** For sentences. */
  public static String singular(XdsType type) {
    return switch (type) {
      case ROUTE -> "route configuration";
      case ENDPOINT -> "endpoint assignment";
      default -> id(type);
    };
  }
}
