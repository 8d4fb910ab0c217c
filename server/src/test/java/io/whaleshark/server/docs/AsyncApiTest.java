package io.whaleshark.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Goal: `/asyncapi.json` is an AsyncAPI document, and tells the wire as it is. Method: the
/// official schema; the command numbers; the golden frames, which all have to fit; and the real
/// decoders, which have to know every field.
///
/// `asyncapi-3.0.0-schema.json` is `schemas/3.0.0-without-$id.json` of the npm package
/// `@asyncapi/specs` 6.11.1 (Apache-2.0, the AsyncAPI Initiative), without its white space.
class AsyncApiTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final ObjectNode DOCUMENT = ApiDocument.asyncApi().tree();
  private static final JsonNode MESSAGES = DOCUMENT.at("/components/messages");
  private static final ClosedSchemas SCHEMAS =
      new ClosedSchemas(DOCUMENT.at("/components/schemas"));

  @Test
  void itKeepsToTheOfficialSchema() {
    var official =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(
                AsyncApiTest.class.getResourceAsStream("asyncapi-3.0.0-schema.json"),
                InputFormat.JSON);
    assertThat(official.validate(DOCUMENT)).isEmpty();
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    Set<String> used = new TreeSet<>(DOCUMENT.findValuesAsString("$ref"));
    for (String ref : used) {
      assertThat(DOCUMENT.at(ref.substring(1)).isMissingNode()).as(ref).isFalse();
    }
    for (String kind : List.of("schemas", "messages")) {
      for (String name : DOCUMENT.at("/components/" + kind).propertyNames()) {
        assertThat(used).contains("#/components/" + kind + "/" + name);
      }
    }
  }

  private static boolean isRequest(JsonNode message) {
    return message.at("/traits/0/$ref").stringValue().endsWith("/request");
  }

  private static JsonNode message(int command, boolean isRequest) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode message : MESSAGES) {
      if (message.get("x-command").intValue() == command && isRequest(message) == isRequest) {
        found.add(message);
      }
    }
    assertThat(found).as("messages of %d", command).hasSizeLessThan(2);
    return found.isEmpty() ? MESSAGES.path("none") : found.getFirst();
  }

  @Test
  void itHasEveryCommandInItsDirectionsAndNoOther() {
    int directions = 0;
    for (CommandNumber command : CommandNumber.values()) {
      for (boolean isRequest : List.of(true, false)) {
        JsonNode message = message(command.number(), isRequest);
        boolean isOne = isRequest ? command.isRequest() : command.isEvent();
        assertThat(message.isMissingNode()).as("%s: %s", command, isRequest).isNotEqualTo(isOne);
        assertThat(message.path("name").asString(command.name())).isEqualTo(command.name());
        directions += isOne ? 1 : 0;
      }
    }
    assertThat(MESSAGES.size()).isEqualTo(directions);
  }

  /// The message of an operation, or of its reply.
  private static JsonNode only(JsonNode operation) {
    assertThat(operation.path("messages").size()).isEqualTo(1);
    String ref = operation.at("/messages/0/$ref").stringValue();
    return MESSAGES.get(ref.substring(ref.lastIndexOf('/') + 1));
  }

  @Test
  void everyMessageIsAskedOrAnsweredOrPushedAndEveryRequestHasItsAnswer() {
    List<JsonNode> told = new ArrayList<>();
    for (JsonNode operation : DOCUMENT.path("operations")) {
      JsonNode message = only(operation);
      told.add(message);
      assertThat(operation.get("action").stringValue())
          .isEqualTo(isRequest(message) ? "receive" : "send");
      CommandNumber command = CommandNumber.of(message.get("x-command").intValue());
      CommandNumber answer = isRequest(message) && command != null ? command.answer() : null;
      assertThat(operation.has("reply")).as("%s", command).isEqualTo(answer != null);
      if (answer != null) {
        JsonNode reply = only(operation.get("reply"));
        assertThat(reply.get("x-command").intValue()).isEqualTo(answer.number());
        told.add(reply);
      }
    }
    assertThat(told).containsAll(MESSAGES);
  }

  private record Golden(
      String name, boolean isRequest, int command, boolean isExact, JsonNode data) {
    static List<Golden> all() {
      List<Golden> all = new ArrayList<>();
      JsonNode frames =
          JSON.readTree(
              Path.of("..", "protocol", "src/test/resources/golden-frames.json").toFile());
      for (JsonNode frame : frames) {
        JsonNode data = frame.at("/decoded/data");
        all.add(
            new Golden(
                frame.get("name").stringValue(),
                frame.get("direction").stringValue().equals("request"),
                frame.get("command").intValue(),
                !frame.has("exact"),
                data.isMissingNode() ? JSON.createObjectNode() : data));
      }
      return all;
    }
  }

  /// What others spell otherwise has fields that nobody reads.
  @Test
  void everyGoldenFrameFits() {
    for (Golden frame : Golden.all()) {
      JsonNode payload = message(frame.command(), frame.isRequest()).get("payload");
      assertThat(SCHEMAS.faults(payload, frame.data(), frame.isExact())).as(frame.name()).isEmpty();
    }
  }

  @Test
  void everyExampleIsAGoldenFrame() {
    Map<String, JsonNode> frames = new HashMap<>();
    Golden.all().forEach(frame -> frames.put(frame.name() + frame.isRequest(), frame.data()));
    for (JsonNode message : MESSAGES) {
      assertThat(message.path("examples").size()).as(message.toString()).isPositive();
      for (JsonNode example : message.path("examples")) {
        String name = example.get("name").stringValue();
        assertThat(example.get("payload"))
            .as(name)
            .isEqualTo(frames.get(name + isRequest(message)));
      }
    }
  }

  private static Object decoded(JsonNode message, JsonNode payload) {
    int command = message.get("x-command").intValue();
    byte[] data = JSON.writeValueAsBytes(payload);
    try {
      return isRequest(message) ? Request.decode(command, data) : Event.decode(command, data);
    } catch (ProtocolException e) {
      return "refused: " + e.getMessage();
    }
  }

  /// Whether some frame with such a payload has the field.
  private static boolean isShown(JsonNode message, String field) {
    return Golden.all().stream()
        .filter(frame -> frame.isExact() && frame.data().has(field))
        .map(frame -> message(frame.command(), frame.isRequest()))
        .anyMatch(other -> other.get("payload").equals(message.get("payload")));
  }

  /// A field that a decoder knows makes a difference; others are ignored.
  private static boolean isRead(JsonNode message, String field) {
    JsonNode example = message.at("/examples/0/payload");
    ObjectNode other = example.deepCopy().asObject();
    other.putArray(field).addArray().add(1);
    return !decoded(message, other).equals(decoded(message, example));
  }

  @Test
  void everyFieldIsShownInAFrameOrReadByTheDecoder() {
    for (JsonNode message : MESSAGES) {
      for (String field : SCHEMAS.fields(message.get("payload"))) {
        assertThat(isShown(message, field) || isRead(message, field))
            .as("%s: %s", message.get("name"), field)
            .isTrue();
      }
    }
  }
}
