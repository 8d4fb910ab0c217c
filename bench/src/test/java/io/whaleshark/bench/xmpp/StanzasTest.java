package io.whaleshark.bench.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: stanzas begin and end where an XML parser would say, however their bytes arrive; numbers
/// go where they belong. Method: tables, every split.
class StanzasTest {
  private static final List<String> STANZAS =
      List.of(
          "<?xml version='1.0'?>",
          "<stream:stream id='1' xmlns:stream='http://etherx.jabber.org/streams'"
              + " xmlns='jabber:client'>",
          "<stream:features><sm xmlns='urn:xmpp:sm:3'/><a><b><c/></b></a></stream:features>",
          "<r xmlns='urn:xmpp:sm:3'/>",
          " ",
          "\n",
          "<a h='7' xmlns='urn:xmpp:sm:3'/>",
          "<message id='m1'><body/></message>",
          "<message id='m2'><body>&lt;a&gt; / </body></message>",
          "<message id='m3' say='a > b' or=\"it's > /\"><body>é世</body></message>",
          "<message><message><message/></message></message>",
          "<presence></presence>",
          "</stream:stream>");

  private static List<String> cut(byte[] bytes, int to) throws IOException {
    var stanzas = new ArrayList<String>();
    int from = 0;
    for (int length = Stanzas.length(bytes, from, to);
        length > 0;
        length = Stanzas.length(bytes, from, to)) {
      stanzas.add(new String(bytes, from, length, StandardCharsets.UTF_8));
      from += length;
    }
    return stanzas;
  }

  @Test
  void stanzasAreCutWherever() throws IOException {
    byte[] bytes = String.join("", STANZAS).getBytes(StandardCharsets.UTF_8);
    int end = 0;
    int whole = 0;
    for (int to = 0; to <= bytes.length; to++) {
      if (whole < STANZAS.size() && to == end + XmlBytes.of(STANZAS.get(whole)).length) {
        end = to;
        whole++;
      }
      assertThat(cut(bytes, to)).as("of %d bytes", to).isEqualTo(STANZAS.subList(0, whole));
    }
    assertThat(whole).isEqualTo(STANZAS.size());
  }

  @Test
  void textBetweenStanzasIsRefused() {
    assertThatThrownBy(() -> cut(XmlBytes.of("<r/>x"), 5)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10, 123_456_789_012L, 1_795_656_784_126_557L})
  void numbersGoWhereTheyBelong(long number) {
    var stanza =
        NumberedStanza.of(
            "<a id='%s'/><b id='%s'/>%s%s</a>"
                .formatted(
                    NumberedStanza.NUMBER,
                    NumberedStanza.ONE_LESS,
                    NumberedStanza.PLAIN,
                    NumberedStanza.PLAIN));
    var out = ByteBuffer.allocate(stanza.bytesAtMost());
    stanza.append(out, number);
    assertThat(StandardCharsets.UTF_8.decode(out.flip()).toString())
        .isEqualTo(
            String.format(
                "<a id='%012d'/><b id='%012d'/>%d%d</a>", number, number - 1, number, number));
  }

  @Test
  void zeroHasADigit() {
    var stanza = NumberedStanza.of("<after>" + NumberedStanza.PLAIN + "</after>");
    var out = ByteBuffer.allocate(stanza.bytesAtMost());
    stanza.append(out, 0);
    assertThat(StandardCharsets.UTF_8.decode(out.flip()).toString()).isEqualTo("<after>0</after>");
  }

  @Test
  void attributeIsFoundWhereverItIsAndInItsTagAlone() {
    var ids = new Attribute("id");
    for (String tag :
        List.of("<m a='1' id='5' b='2'>", "<m id='5'>", "<m xid='7' other-id='8' id='5'>")) {
      byte[] bytes = XmlBytes.of(tag + "<x id='9'/>");
      assertThat(ids.number(bytes, 0, tag.length())).as(tag).isEqualTo(5);
    }
    byte[] without = XmlBytes.of("<m><x id='9'/>");
    assertThat(ids.number(without, 0, 3)).isEqualTo(-1);
  }
}
