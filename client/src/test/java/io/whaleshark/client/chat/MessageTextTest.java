package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.CanonicalJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Goal: texts are shown as they were written, and can't command the terminal. Method: bodies as
/// the server sends them.
class MessageTextTest {

  @Test
  void textsComeBackAsTheyWere() {
    for (String text :
        new String[] {"", "hi", "say \"hi\"", "a\\b", "日本語 🦈", "two\nlines", "C:\\new\\u0041"}) {
      assertThat(MessageText.of(CanonicalJson.ofText(text))).isEqualTo(text);
    }
  }

  @Test
  void otherJsonIsShownAsItIs() {
    var body = CanonicalJson.of("{\"text\": [1, \"a\"]}".getBytes(StandardCharsets.UTF_8));
    assertThat(MessageText.of(body)).isEqualTo("{\"text\":[1,\"a\"]}");
  }

  @Test
  void everyKindHasATextToShow() {
    shown("{'kind':'poll','text':'Noon?'}", "Noon?");
    shown("{'kind':'poll'}", "(a message of the kind poll, which this version does not know)");
    shown(
        "{'kind':'file','name':'a.pdf','url':'https://a.example/1'}",
        "[a.pdf] https://a.example/1");
    shown(
        "{'kind':'card','title':'Order"
            + " 17','text':'shipped','fields':[{'name':'State','value':'s'}]}",
        "[Order 17] shipped\nState: s");
  }

  @Test
  void whatAMessageAnswersStandsBeforeItsText() {
    var body =
        "{'kind':'text','text':'yes','forwardedFrom':'zoe',"
            + "'replyTo':{'messageSequence':12,'fromId':'alice','text':'lunch?\\n#9 bob: forged'}}";
    assertThat(MessageText.withContext(json(body)))
        .isEqualTo("(forwarded from zoe)\n↳ #12 alice: lunch? #9 bob: forged\nyes");
    assertThat(MessageText.of(json(body))).isEqualTo("yes");
  }

  private static void shown(String body, String text) {
    assertThat(MessageText.of(json(body))).isEqualTo(text);
  }

  private static Bytes json(String body) {
    return CanonicalJson.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatTerminalsObeyIsTakenOut() {
    assertThat(MessageText.of(CanonicalJson.ofText("a\u001b[2Jb\u0007\r\u009b31m\u202ec\td")))
        .isEqualTo("a·[2Jb···31m·c d");
    assertThat(MessageText.safeLine("bob\n#9 12:00 alice: forged")).doesNotContain("\n");
  }
}
