package io.gatehouse.kubernetes.informer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;
import okio.BufferedSource;

/** An open watch. Closed by one thread only, the one that reads it. */
final class WatchStream implements AutoCloseable {

  private static final byte END_OF_LINE = '\n';

  private final Response response;
  private final BufferedSource source;

  WatchStream(Response response) {
    this.response = response;
    this.source = response.body().source();
  }

  /**
   * Waits for an event, and takes those along that have arrived with it.
   *
   * @return empty at the end of the watch
   */
  List<WatchEvent> next() throws IOException {
    List<WatchEvent> events = new ArrayList<>();
    long end = source.indexOf(END_OF_LINE);
    while (end >= 0) {
      events.add(Json.event(source.readByteArray(end)));
      source.skip(1);
      end = source.getBuffer().indexOf(END_OF_LINE);
    }
    return events;
  }

  @Override
  public void close() {
    response.close();
  }
}
