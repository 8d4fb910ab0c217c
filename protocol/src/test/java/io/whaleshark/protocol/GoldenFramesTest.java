package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: the bytes on the wire never change by accident, and every implementation agrees on them.
///
/// `golden-frames.json` lists frames as hex or text beside what they mean; the web client's tests
/// read the same file. An entry is decoded, compared with its meaning, and encoded again to the
/// same bytes, unless `exact` is false: then the bytes are a valid spelling (padding, white space,
/// other defaults) that this side would never write.
class GoldenFramesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  record Golden(String name, String direction, String transport, int command, JsonNode node) {
    boolean isRequest() {
      return direction.equals("request");
    }

    boolean isExact() {
      return !node.has("exact");
    }

    JsonNode decoded() {
      return node.get("decoded");
    }

    ByteBuf bytes() {
      return transport.equals("ws-text")
          ? Unpooled.copiedBuffer(node.get("text").stringValue(), StandardCharsets.UTF_8)
          : Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(node.get("hex").stringValue()));
    }

    @Override
    public String toString() {
      return transport + " " + direction + " " + name;
    }
  }

  static List<Golden> frames() throws IOException {
    try (var in = GoldenFramesTest.class.getResourceAsStream("/golden-frames.json")) {
      return StreamSupport.stream(JSON.readTree(in).spliterator(), false)
          .map(node ->
              new Golden(
                  node.get("name").stringValue(),
                  node.get("direction").stringValue(),
                  node.get("transport").stringValue(),
                  node.get("command").intValue(),
                  node))
          .toList();
    }
  }

  static Stream<Golden> requests() throws IOException {
    return frames().stream().filter(Golden::isRequest);
  }

  static Stream<Golden> events() throws IOException {
    return frames().stream().filter(golden -> !golden.isRequest());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestMeansWhatTheFileSays(Golden golden) {
    var frame = readRequest(golden);
    var decoded = golden.decoded();

    assertThat(frame.command()).isEqualTo(golden.command);
    assertThat(frame.version()).isEqualTo(decoded.path("version").intValue(1));
    assertThat(frame.messageType()).isEqualTo(decoded.path("messageType").intValue(0));
    assertThat(frame.appId()).isEqualTo(decoded.get("appId").intValue());
    assertThat(frame.clientType()).isEqualTo(decoded.get("clientType").intValue());
    assertThat(frame.imei()).isEqualTo(decoded.get("imei").stringValue());
    byte[] data =
        decoded.has("data") ? JSON.writeValueAsBytes(decoded.get("data")) : new byte[] {'{', '}'};
    assertThat(frame.request()).isEqualTo(Request.decode(golden.command, data));
    if (golden.isExact()) {
      assertThat(frame.request()).isEqualTo(Samples.request(golden.name));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestIsWrittenAsTheFileSays(Golden golden) {
    if (!golden.isExact()) {
      return;
    }
    var decoded = golden.decoded();
    var request = Samples.request(golden.name);
    var frame =
        RequestFrame.of(
            request,
            decoded.get("appId").intValue(),
            clientType(decoded),
            decoded.get("imei").stringValue());
    var out = Unpooled.buffer();
    if (golden.transport.equals("ws-text")) {
      var json = new JsonWriter(16);
      frame.toText(json);
      json.writeTo(out);
    } else {
      frame.write(out);
    }
    assertThat(out).isEqualTo(golden.bytes());
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventMeansWhatTheFileSays(Golden golden) {
    var frame = readEvent(golden);

    assertThat(frame.command()).isEqualTo(golden.command);
    assertThat(JSON.readTree(frame.data().array())).isEqualTo(golden.decoded().get("data"));
    assertThat(frame.event()).isEqualTo(Samples.event(golden.name));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsWrittenAsTheFileSays(Golden golden) {
    var frame = EventFrame.of(Samples.event(golden.name), new JsonWriter(16));
    var out = Unpooled.buffer();
    if (golden.transport.equals("tcp")) {
      frame.writeTcp(out);
    } else if (golden.transport.equals("ws-binary")) {
      frame.writeBinary(out, receiver(golden.decoded()));
    } else {
      frame.writeText(out, receiver(golden.decoded()));
    }
    assertThat(out).isEqualTo(golden.bytes());
  }

  @Test
  void theFileHoldsEverySampleOnEveryTransport() throws IOException {
    var listed = frames().stream().map(Golden::toString).collect(Collectors.toSet());
    Set<String> expected = new HashSet<>();
    for (var transport : List.of("tcp", "ws-binary", "ws-text")) {
      Samples.requests().keySet().forEach(name -> expected.add(transport + " request " + name));
      Samples.events().keySet().forEach(name -> expected.add(transport + " event " + name));
    }
    assertThat(listed).containsAll(expected);
  }

  @Test
  void theFileHoldsEveryRowOfTheContract() throws IOException {
    var requested = requests().map(Golden::command).collect(Collectors.toSet());
    var told = events().map(Golden::command).collect(Collectors.toSet());
    for (var command : CommandNumber.values()) {
      assertThat(requested.contains(command.number()))
          .as("%s as a request", command)
          .isEqualTo(command.isRequest());
      assertThat(told.contains(command.number()))
          .as("%s as an event", command)
          .isEqualTo(command.isEvent());
    }
  }

  private static RequestFrame readRequest(Golden golden) {
    var in = golden.bytes();
    if (golden.transport.equals("ws-text")) {
      return RequestFrame.fromText(ByteBufUtil.getBytes(in), FrameLimits.DEFAULT);
    }
    var frame = RequestFrame.tryRead(in, FrameLimits.DEFAULT);
    assertThat(in.isReadable()).isFalse();
    return Objects.requireNonNull(frame);
  }

  private static EventFrame readEvent(Golden golden) {
    var in = golden.bytes();
    if (golden.transport.equals("ws-text")) {
      return EventFrame.fromText(ByteBufUtil.getBytes(in));
    }
    var frame =
        golden.transport.equals("tcp")
            ? EventFrame.tryReadTcp(in, 9999)
            : EventFrame.tryReadBinary(in, 9999);
    assertThat(in.isReadable()).isFalse();
    return Objects.requireNonNull(frame);
  }

  private static ClientType clientType(JsonNode decoded) {
    return Objects.requireNonNull(ClientType.of(decoded.get("clientType").intValue()));
  }

  private static Receiver receiver(JsonNode decoded) {
    return new Receiver(
        decoded.get("appId").intValue(),
        decoded.get("toId").stringValue(),
        clientType(decoded),
        decoded.get("imei").stringValue());
  }
}
