package io.gatehouse.cases;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Puts a fingerprint in the place of every byte of a secret. */
final class Redaction {

  private Redaction() {}

  /** {@code message} with {@code sha256:…} in each {@code inline_bytes}. */
  static Message redacted(Message message) {
    if (message instanceof DataSource source) {
      if (source.hasFilename()) {
        return source;
      }
      return source.toBuilder().setInlineString(fingerprint(source.getInlineBytes())).build();
    }
    Message.Builder builder = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getValue() instanceof Message nested) {
        builder.setField(field.getKey(), redacted(nested));
      }
    }
    return builder.build();
  }

  private static String fingerprint(ByteString bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return "sha256:" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
