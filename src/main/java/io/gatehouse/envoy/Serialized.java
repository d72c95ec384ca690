package io.gatehouse.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A message as it goes over the wire: equal messages have equal bytes and one version.
 *
 * @param version the first 128 bits of a SHA-256, of the bytes or, for a message of parts, of those
 *     apart from the parts and of the parts' own hashes; lower-case hexadecimal
 * @param body type URL and bytes
 */
public record Serialized(String version, Any body) {

  private static final String TYPE_URL_PREFIX = "type.googleapis.com/";
  private static final int VERSION_BYTES = 16;

  public Serialized {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(body, "body");
  }

  /**
   * An element of a repeated field, encoded apart from its message so that it need not be again
   * when another element changes.
   *
   * @param hash SHA-256 of the bytes
   */
  public record Part(ByteString bytes, ByteString hash) {

    static Part of(Message message) {
      ByteString bytes = bytesOf(message);
      return new Part(bytes, ByteString.copyFrom(sha256(bytes).digest()));
    }
  }

  public static Serialized of(Message message) {
    ByteString bytes = bytesOf(message);
    return new Serialized(version(sha256(bytes)), body(message, bytes));
  }

  /** {@code message}, which has no elements of {@code field} yet, with these. */
  static Serialized of(Message message, int field, List<Part> parts) {
    ByteString rest = bytesOf(message);
    MessageDigest digest = sha256(rest);
    int size = rest.size();
    for (Part part : parts) {
      digest.update(part.hash().asReadOnlyByteBuffer());
      size += CodedOutputStream.computeBytesSize(field, part.bytes());
    }
    ByteString all =
        written(
            size,
            coded -> {
              coded.writeRawBytes(rest.asReadOnlyByteBuffer());
              for (Part part : parts) {
                coded.writeBytes(field, part.bytes());
              }
            });
    return new Serialized(version(digest), body(message, all));
  }

  /** As {@link Any#pack}, with maps in the order of their keys. */
  static Any pack(Message message) {
    return body(message, bytesOf(message));
  }

  private static Any body(Message message, ByteString bytes) {
    return Any.newBuilder()
        .setTypeUrl(TYPE_URL_PREFIX + message.getDescriptorForType().getFullName())
        .setValue(bytes)
        .build();
  }

  private static ByteString bytesOf(Message message) {
    return written(message.getSerializedSize(), message::writeTo);
  }

  private interface Content {
    void writeTo(CodedOutputStream coded) throws IOException;
  }

  private static ByteString written(int size, Content content) {
    ByteString.Output bytes = ByteString.newOutput(size);
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    coded.useDeterministicSerialization();
    try {
      content.writeTo(coded);
      coded.flush();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return bytes.toByteString();
  }

  private static MessageDigest sha256(ByteString bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.asReadOnlyByteBuffer());
      return digest;
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static String version(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
  }

  /** Without the body, which may be a key. */
  @Override
  public String toString() {
    return body.getTypeUrl() + "@" + version;
  }
}
