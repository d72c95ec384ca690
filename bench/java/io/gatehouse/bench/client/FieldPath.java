package io.gatehouse.bench.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A way down a serialized message by field numbers, over all elements of what is repeated. All else
 * is skipped, which costs a fraction of what decoding does.
 */
final class FieldPath {

  private final int[] fields;

  private FieldPath(int... fields) {
    this.fields = fields;
  }

  /** Each field but the last is a message (or bytes that hold one, as in an Any). */
  static FieldPath of(int... fields) {
    return new FieldPath(fields);
  }

  List<String> strings(ByteString message) {
    return bytes(message).stream().map(ByteString::toStringUtf8).toList();
  }

  List<ByteString> bytes(ByteString message) {
    List<ByteString> found = new ArrayList<>();
    try {
      collect(message.newCodedInput(), 0, found);
    } catch (IOException e) {
      throw new UncheckedIOException("not a message", e);
    }
    return found;
  }

  private void collect(CodedInputStream in, int depth, List<ByteString> found) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != (fields[depth] << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        in.skipField(tag);
      } else if (depth == fields.length - 1) {
        found.add(in.readBytes());
      } else {
        int end = in.pushLimit(in.readRawVarint32());
        collect(in, depth + 1, found);
        in.popLimit(end);
      }
    }
  }
}
