package io.gatehouse.fields;

import io.gatehouse.resource.istio.Gateway;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The components of records, by name: {@code Gateway.Server.bind}. */
final class Components {

  /** What stands for nothing. */
  private static final Set<Object> EMPTY =
      Set.of(Optional.empty(), List.of(), Map.of(), "", false, 0);

  private Components() {}

  /**
   * Those of {@code record} and of all records of its package that it is made of, if they hold
   * something else than such records.
   */
  static Set<String> of(Class<?> record) {
    Set<String> names = new TreeSet<>();
    collect(record, new HashSet<>(), names);
    return names;
  }

  /** Whether {@code type} is a record of Istio's, or holds some. */
  private static boolean collect(Type type, Set<Type> seen, Set<String> names) {
    if (type instanceof ParameterizedType generic) {
      boolean holds = false;
      for (Type argument : generic.getActualTypeArguments()) {
        holds |= collect(argument, seen, names);
      }
      return holds;
    }
    if (!(type instanceof Class<?> of) || !isOfIstio(of) || !(of.isRecord() || of.isSealed())) {
      return false;
    }
    if (seen.add(of)) {
      if (of.isSealed()) {
        for (Class<?> permitted : of.getPermittedSubclasses()) {
          collect(permitted, seen, names);
        }
      }
      if (of.isRecord()) {
        for (RecordComponent component : of.getRecordComponents()) {
          if (!collect(component.getGenericType(), seen, names)) {
            names.add(name(of, component));
          }
        }
      }
    }
    return true;
  }

  private static String name(Class<?> record, RecordComponent component) {
    return record.getName().substring(record.getPackageName().length() + 1).replace('$', '.')
        + "."
        + component.getName();
  }

  /** The innermost ones in which two values of one type differ. */
  static Set<String> differing(Object one, Object other) {
    Set<String> names = new TreeSet<>();
    addDiffering(one, other, "", names);
    return names;
  }

  private static void addDiffering(Object one, Object other, String name, Set<String> names) {
    if (Objects.equals(one, other)) {
      return;
    }
    if (one instanceof Record && isOfIstio(one.getClass()) && one.getClass() == other.getClass()) {
      for (RecordComponent component : one.getClass().getRecordComponents()) {
        addDiffering(
            valueOf(one, component),
            valueOf(other, component),
            name(one.getClass(), component),
            names);
      }
    } else if (one instanceof List<?> a && other instanceof List<?> b && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        addDiffering(a.get(i), b.get(i), name, names);
      }
    } else if (one instanceof Optional<?> a
        && other instanceof Optional<?> b
        && a.isPresent()
        && b.isPresent()) {
      addDiffering(a.get(), b.get(), name, names);
    } else if (one instanceof Map<?, ?> a
        && other instanceof Map<?, ?> b
        && a.keySet().equals(b.keySet())) {
      a.forEach((key, value) -> addDiffering(value, b.get(key), name, names));
    } else {
      addPresent(EMPTY.contains(other) ? one : other, name, names);
    }
  }

  /** The innermost ones that something is in. */
  private static void addPresent(Object value, String name, Set<String> names) {
    if (value instanceof Optional<?> optional && optional.isPresent()) {
      addPresent(optional.get(), name, names);
    } else if (value instanceof Collection<?> values && !values.isEmpty()) {
      values.forEach(one -> addPresent(one, name, names));
    } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.values().forEach(one -> addPresent(one, name, names));
    } else if (value instanceof Record && isOfIstio(value.getClass())) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        if (!EMPTY.contains(valueOf(value, component))) {
          addPresent(valueOf(value, component), name(value.getClass(), component), names);
        }
      }
    } else {
      names.add(name);
    }
  }

  private static boolean isOfIstio(Class<?> type) {
    return type.getPackage() != null && type.getPackage().equals(Gateway.class.getPackage());
  }

  private static Object valueOf(Object record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
