package io.gatehouse.admin.dump;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.gatehouse.status.SeedBoard;
import io.gatehouse.xds.XdsType;

/** What would be told without redaction. */
public final class EnvoyJsonUnredacted {

  private EnvoyJsonUnredacted() {}

  public static String secret() {
    try {
      return JsonFormat.printer()
          .print(
              SeedBoard.snapshot()
                  .of(XdsType.SECRET)
                  .get("httpbin-credential")
                  .body()
                  .unpack(Secret.class));
    } catch (InvalidProtocolBufferException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
