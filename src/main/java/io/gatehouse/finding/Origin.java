package io.gatehouse.finding;

import java.util.Comparator;
import java.util.Objects;

/**
 * Where something comes from: an object and, within it, a field.
 *
 * @param kind the object's kind, as users write it ({@code Gateway}, {@code Secret}, {@code File},
 *     {@code Proxy})
 * @param namespace the object's namespace, empty where it has none
 * @param name the object's name
 * @param field path of the field, as {@code spec.servers[0].tls.credentialName}; empty for the
 *     whole object
 */
public record Origin(String kind, String namespace, String name, String field)
    implements Comparable<Origin> {

  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::kind)
          .thenComparing(Origin::namespace)
          .thenComparing(Origin::name)
          .thenComparing(Origin::field);

  public Origin {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(field, "field");
  }

  /** The object as a whole. */
  public static Origin of(String kind, String namespace, String name) {
    return new Origin(kind, namespace, name, "");
  }

  /**
   * The same object, at {@code path} below this origin's field; an index begins with a bracket
   * ({@code "[0]"}).
   */
  public Origin at(String path) {
    if (field.isEmpty() || path.isEmpty()) {
      return new Origin(kind, namespace, name, field + path);
    }
    return new Origin(kind, namespace, name, field + (path.startsWith("[") ? "" : ".") + path);
  }

  /** Element {@code index} (from 0) of the list at this origin's field. */
  public Origin at(int index) {
    return at("[" + index + "]");
  }

  /** The same object without a field. */
  public Origin object() {
    return field.isEmpty() ? this : new Origin(kind, namespace, name, "");
  }

  /** {@code namespace/name} of the object; the name alone where it has no namespace. */
  public String qualifiedName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }

  /** For example {@code Gateway default/mygateway spec.servers[0].tls}. */
  @Override
  public String toString() {
    String object = kind + " " + qualifiedName();
    return field.isEmpty() ? object : object + " " + field;
  }
}
