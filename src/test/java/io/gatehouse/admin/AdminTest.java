package io.gatehouse.admin;

import io.gatehouse.status.SeedBoard;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.view.ObjectView;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A started server over {@link SeedBoard}; one for all tests of the room. */
@SpringBootTest(
    classes = AdminTestApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "grpc.server.port=-1")
public abstract class AdminTest {

  @LocalServerPort private int port;

  @Autowired protected StatusBoard board;

  protected RawHttp http;

  @BeforeEach
  void fill() {
    http = new RawHttp(port);
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
  }

  @AfterEach
  void empty() {
    board.read().proxies().forEach(proxy -> board.onDisconnected(proxy.node(), "test ends"));
    board.read().groups().forEach(group -> board.onGroupGone(group.group()));
    board.onObjects(ObjectView.EMPTY, List.of());
  }

  protected static void publish(boolean published) {
    AdminTestApplication.PUBLISHED.set(published);
  }

  protected JsonNode json(String path) {
    RawHttp.Answer answer = http.get(path);
    if (answer.status() != 200) {
      throw new AssertionError(path + " answered " + answer.status() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  protected String text(String path) {
    return http.get(path, "Accept: text/plain").body();
  }
}
