package io.gatehouse.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import udpa.annotations.Sensitive;

/**
 * Takes out of Envoy messages what must not be shown: every field that Envoy's API marks as
 * sensitive, everything inline in a Secret (a key may stand in a certificate's file by mistake),
 * and extensions of unknown type. The path of a file is shown.
 */
final class Redaction {

  static final String REDACTED = "[redacted]";

  private static final DataSource REDACTED_SOURCE =
      DataSource.newBuilder().setInlineString(REDACTED).build();

  private final Map<String, Message> known;

  /**
   * @param known default instances of what an {@link Any} may hold, by full name
   */
  Redaction(Map<String, Message> known) {
    this.known = known;
  }

  /** What stands for an extension of unknown type. */
  static Struct unknown(String typeUrl) {
    return Struct.newBuilder()
        .putFields("unknown", Value.newBuilder().setStringValue(typeUrl).build())
        .build();
  }

  Message of(Message message) {
    return redact(message, message instanceof Secret);
  }

  private Message redact(Message message, boolean inSecret) {
    if (message instanceof Any any) {
      return unpacked(any, inSecret);
    }
    if (message instanceof DataSource source && inSecret) {
      return source.hasFilename() ? source : REDACTED_SOURCE;
    }
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              UnaryOperator<Object> change =
                  field.getOptions().getExtension(Sensitive.sensitive)
                      ? Redaction::erased
                      : one -> one instanceof Message nested ? redact(nested, inSecret) : one;
              builder.setField(field, each(value, change));
            });
    return builder.build();
  }

  private static Object each(Object value, UnaryOperator<Object> change) {
    return value instanceof List<?> list
        ? list.stream().map(change::apply).toList()
        : change.apply(value);
  }

  /** A sensitive value, of which only its shape is left. */
  private static Object erased(Object value) {
    if (value instanceof Any || value instanceof Struct) {
      return value instanceof Any ? Any.pack(unknown(REDACTED)) : unknown(REDACTED);
    }
    if (value instanceof DataSource) {
      return REDACTED_SOURCE;
    }
    if (value instanceof Message message) {
      Message.Builder builder = message.toBuilder();
      message
          .getAllFields()
          .forEach((field, nested) -> builder.setField(field, each(nested, Redaction::erased)));
      return builder.build();
    }
    if (value instanceof String) {
      return REDACTED;
    }
    return value instanceof ByteString ? ByteString.copyFromUtf8(REDACTED) : value;
  }

  private Any unpacked(Any any, boolean inSecret) {
    String name = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    Message type = known.get(name);
    if (type == null) {
      return Any.pack(unknown(any.getTypeUrl()));
    }
    try {
      Message message = type.getParserForType().parseFrom(any.getValue());
      return Any.pack(redact(message, inSecret || message instanceof Secret));
    } catch (InvalidProtocolBufferException unreadable) {
      return Any.pack(unknown(any.getTypeUrl()));
    }
  }
}
