package io.whaleshark.archives.xmpp;

import java.io.IOException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.IqData;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.IqProvider;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jxmpp.jid.Jid;

/// A question to the server, or its answer, as it came.
final class NodeIq extends IQ {

  private final XmlNode node;

  /// @param about to whom it goes, and what kind of question or answer it is
  /// @param node what is asked, or answered
  private NodeIq(IqData about, XmlNode node) {
    super(about, node.name(), node.namespace());
    this.node = node;
  }

  /// A question.
  ///
  /// @param id that the answer will have
  static NodeIq asking(String id, IQ.Type type, Jid to, XmlNode node) {
    return new NodeIq(StanzaBuilder.buildIqData(id).ofType(type).to(to), node);
  }

  /// Reads an answer of a stream.
  static final class Provider extends IqProvider<NodeIq> {

    @Override
    public NodeIq parse(
        XmlPullParser parser, int initialDepth, IqData about, XmlEnvironment environment)
        throws XmlPullParserException, IOException {
      return new NodeIq(about, XmlNode.read(parser));
    }
  }

  XmlNode node() {
    return node;
  }

  @Override
  protected IQChildElementXmlStringBuilder getIQChildElementBuilder(
      IQChildElementXmlStringBuilder xml) {
    node.attributes().forEach(xml::attribute);
    xml.rightAngleBracket();
    node.children().forEach(child -> xml.append(child.xml()));
    return xml;
  }
}
