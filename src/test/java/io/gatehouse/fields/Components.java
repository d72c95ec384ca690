package io.gatehouse.fields;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The components of records, by name: {@code Gateway.Server.bind}. */
final class Components {

  private Components() {}

  /** Those of {@code record} and of all records of its package that it is made of. */
  static Set<String> of(Class<?> record) {
    Set<String> names = new TreeSet<>();
    collect(record, record.getPackageName(), new HashSet<>(), names);
    return names;
  }

  private static void collect(Type type, String in, Set<Type> seen, Set<String> names) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        collect(argument, in, seen, names);
      }
    } else if (type instanceof Class<?> of && of.getPackageName().equals(in) && seen.add(of)) {
      if (of.isSealed()) {
        for (Class<?> permitted : of.getPermittedSubclasses()) {
          collect(permitted, in, seen, names);
        }
      }
      if (of.isRecord()) {
        for (RecordComponent component : of.getRecordComponents()) {
          names.add(name(of, component));
          collect(component.getGenericType(), in, seen, names);
        }
      }
    }
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
    if (one instanceof Record && other != null && one.getClass() == other.getClass()) {
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
      names.add(name);
    }
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
