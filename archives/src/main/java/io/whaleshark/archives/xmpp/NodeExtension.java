package io.whaleshark.archives.xmpp;

import java.io.IOException;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.ExtensionElementProvider;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/// What is within a message or a presence, as it is. Immutable.
final class NodeExtension implements ExtensionElement {

  private final XmlNode node;

  NodeExtension(XmlNode node) {
    this.node = node;
  }

  /// Reads it of a stream.
  static final class Provider extends ExtensionElementProvider<NodeExtension> {

    @Override
    public NodeExtension parse(XmlPullParser parser, int initialDepth, XmlEnvironment environment)
        throws XmlPullParserException, IOException {
      return new NodeExtension(XmlNode.read(parser));
    }
  }

  XmlNode node() {
    return node;
  }

  @Override
  public String getElementName() {
    return node.name();
  }

  @Override
  public String getNamespace() {
    return node.namespace();
  }

  @Override
  public CharSequence toXML(XmlEnvironment environment) {
    return node.xml();
  }
}
