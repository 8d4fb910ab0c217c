package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.protocol.MessageBody.Attachment;
import io.whaleshark.protocol.MessageBody.Card;
import io.whaleshark.protocol.MessageBody.CardField;
import io.whaleshark.protocol.MessageBody.ForeignJson;
import io.whaleshark.protocol.MessageBody.PlainText;
import io.whaleshark.protocol.MessageBody.ReplyTo;
import io.whaleshark.protocol.MessageBody.SystemText;
import io.whaleshark.protocol.MessageBody.UnknownKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Goal: the bodies of messages mean the same to every client, whatever JSON they are. Method: the
/// examples that the TypeScript SDK and the JSON schema are tested with, and bodies out of bounds.
class MessageBodyTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  record Example(String name, JsonNode body, JsonNode read) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Example> examples() throws IOException {
    try (InputStream in = MessageBodyTest.class.getResourceAsStream("/message-bodies.json")) {
      return StreamSupport.stream(JSON.readTree(Objects.requireNonNull(in)).spliterator(), false)
          .map(e -> new Example(e.path("name").asString(), e.path("body"), e.path("read")));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isReadAsTheExampleSays(Example example) {
    assertThat(described(MessageBody.read(bytes(example.body())))).isEqualTo(example.read());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isTheSameWhenItIsWrittenAndReadAgain(Example example) {
    MessageBody read = MessageBody.read(bytes(example.body()));
    assertThat(MessageBody.read(read.toJson())).isEqualTo(read);
  }

  @Test
  void aTextThatIsNothingElseStaysAPlainText() {
    assertThat(MessageBody.ofText("hi").toJson()).isEqualTo(CanonicalJson.ofText("hi"));
  }

  @Test
  void ofTwoMembersWithOneNameTheLastCounts() {
    var body = "{'kind':'card','kind':3,'text':7,'text':'b','mentions':['x'],'mentions':0}";
    assertThat(MessageBody.read(Bytes.utf8(body.replace('\'', '"'))))
        .isEqualTo(MessageBody.ofText("b"));
  }

  @Test
  void whatIsNoJsonIsForeign() {
    for (String broken :
        List.of("", "{", "{\"text\":", "\"a\" 1", "{\"replyTo\":{}", "[".repeat(99))) {
      assertThat(MessageBody.read(Bytes.utf8(broken)).content()).isInstanceOf(ForeignJson.class);
    }
  }

  @Test
  void aReplyHasTheBeginningOfTheTextThatItAnswers() {
    var peer = Peer.direct("bob");
    var text = CanonicalJson.ofText("🦈".repeat(400));
    var message = new ChatMessage(1, "m", "alice", peer, text, null, 1, 1, 3, false);
    assertThat(ReplyTo.of(message)).isEqualTo(new ReplyTo(3, "alice", "🦈".repeat(300)));
  }

  @Test
  void whatIsOutOfItsBoundsIsRefused() {
    refused("messageSequence", () -> new ReplyTo(0, "a", ""));
    refused("text", () -> new ReplyTo(1, "a", "x".repeat(301)));
    refused("mentions", () -> MessageBody.ofText("").mentioning(Collections.nCopies(101, "u")));
    refused("userId", () -> MessageBody.ofText("").mentioning(List.of("")));
    refused("title", () -> new Card("", null, List.of()));
    refused("fields", () -> new Card("t", null, Collections.nCopies(21, new CardField("n", ""))));
    refused("name", () -> new CardField("", ""));
    refused("value", () -> new CardField("a", "x".repeat(1_001)));
    refused("url", () -> new Card("t", "javascript:0", List.of()));
    refused("url", () -> new Attachment(false, "a", "https://a/" + "x".repeat(2_040), null));
    refused("sizeBytes", () -> new Attachment(false, "a", "https://a/", -1L));
  }

  private static void refused(String field, Runnable made) {
    assertThatThrownBy(made::run)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.detail()).startsWith(field + ": "));
  }

  private static Bytes bytes(JsonNode body) {
    return Bytes.utf8(JSON.writeValueAsString(body));
  }

  private static ObjectNode described(MessageBody body) {
    ObjectNode all = JSON.createObjectNode();
    all.set("content", content(body));
    all.put("text", body.text());
    ReplyTo reply = body.replyTo();
    if (reply != null) {
      all.putObject("replyTo")
          .put("messageSequence", (int) reply.messageSequence())
          .put("fromId", reply.fromId())
          .put("text", reply.text());
    }
    body.mentions().forEach(all.putArray("mentions")::add);
    if (body.forwardedFrom() != null) {
      all.put("forwardedFrom", body.forwardedFrom());
    }
    return all;
  }

  private static ObjectNode content(MessageBody body) {
    ObjectNode content = JSON.createObjectNode();
    switch (body.content()) {
      case PlainText _ -> content.put("kind", "text");
      case SystemText _ -> content.put("kind", "system");
      case Card card -> {
        content.put("kind", "card").put("title", card.title());
        if (card.url() != null) {
          content.put("url", card.url());
        }
        var fields = content.putArray("fields");
        card.fields()
            .forEach(f -> fields.addObject().put("name", f.name()).put("value", f.value()));
      }
      case Attachment file -> {
        content.put("kind", file.isImage() ? "image" : "file");
        content.put("name", file.name()).put("url", file.url());
        if (file.sizeBytes() != null) {
          content.put("sizeBytes", file.sizeBytes().intValue());
        }
      }
      case UnknownKind(String kind, Bytes json) ->
          content.put("kind", "unknown").put("name", kind).set("json", JSON.readTree(json.array()));
      case ForeignJson(Bytes json) ->
          content.put("kind", "foreign").set("json", JSON.readTree(json.array()));
    }
    return content;
  }
}
