package io.gatehouse.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A message as it goes over the wire: equal messages have equal bytes and one version.
 *
 * @param version the first 128 bits of the bytes' SHA-256, lower-case hexadecimal
 * @param body type URL and bytes
 */
public record Serialized(String version, Any body) {

  private static final String TYPE_URL_PREFIX = "type.googleapis.com/";
  private static final int VERSION_BYTES = 16;

  public Serialized {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(body, "body");
  }

  public static Serialized of(Message message) {
    Any body = pack(message);
    return new Serialized(version(body.getValue().asReadOnlyByteBuffer()), body);
  }

  /** As {@link Any#pack}, with maps in the order of their keys. */
  public static Any pack(Message message) {
    return Any.newBuilder()
        .setTypeUrl(TYPE_URL_PREFIX + message.getDescriptorForType().getFullName())
        .setValue(bytes(message))
        .build();
  }

  private static ByteString bytes(Message message) {
    ByteString.Output bytes = ByteString.newOutput(message.getSerializedSize());
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    coded.useDeterministicSerialization();
    try {
      message.writeTo(coded);
      coded.flush();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return bytes.toByteString();
  }

  private static String version(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** Without the body, which may be a key. */
  @Override
  public String toString() {
    return body.getTypeUrl() + "@" + version;
  }
}
