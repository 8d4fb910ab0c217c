package io.whaleshark.archives.xmpp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smack.util.StringUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/// An element of XML with everything in it, as the server sent it. Immutable.
///
/// @param text all text that is directly in it
record XmlNode(
    String name,
    String namespace,
    Map<String, String> attributes,
    String text,
    List<XmlNode> children) {

  /// An element of which not everything was read yet.
  private record Open(
      String name,
      String namespace,
      Map<String, String> attributes,
      StringBuilder text,
      List<XmlNode> children) {

    static Open at(XmlPullParser parser) {
      Map<String, String> attributes = new HashMap<>();
      for (int i = 0; i < parser.getAttributeCount(); i++) {
        attributes.put(parser.getAttributeName(i), parser.getAttributeValue(i));
      }
      return new Open(
          parser.getName(),
          Optional.ofNullable(parser.getNamespace()).orElse(""),
          attributes,
          new StringBuilder(),
          new ArrayList<>());
    }

    XmlNode closed() {
      return new XmlNode(
          name, namespace, Map.copyOf(attributes), text.toString(), List.copyOf(children));
    }
  }

  /// Reads the element at which the parser stands, up to its end.
  static XmlNode read(XmlPullParser parser) throws IOException, XmlPullParserException {
    Deque<Open> open = new ArrayDeque<>();
    open.push(Open.at(parser));
    while (true) {
      switch (parser.next()) {
        case START_ELEMENT -> open.push(Open.at(parser));
        case TEXT_CHARACTERS -> open.element().text().append(parser.getText());
        case END_ELEMENT -> {
          XmlNode closed = open.pop().closed();
          if (open.isEmpty()) {
            return closed;
          }
          open.element().children().add(closed);
        }
        case END_DOCUMENT -> throw new IOException("the stream ended within an element");
        case START_DOCUMENT,
            PROCESSING_INSTRUCTION,
            COMMENT,
            IGNORABLE_WHITESPACE,
            ENTITY_REFERENCE,
            OTHER -> {
          // nothing that is said
        }
      }
    }
  }

  /// The value of an attribute; empty if it has none.
  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  /// The first element of that name in it.
  Optional<XmlNode> first(String child, String in) {
    return children.stream()
        .filter(node -> node.name.equals(child) && node.namespace.equals(in))
        .findFirst();
  }

  /// The text of the first element of that name in it; empty if there is none.
  String textOf(String child, String in) {
    return first(child, in).map(XmlNode::text).orElse("");
  }

  /// The element as XML.
  String xml() {
    StringBuilder xml = new StringBuilder();
    xml.append('<').append(name).append(" xmlns='").append(namespace).append('\'');
    attributes.forEach((attribute, value) ->
        xml.append(' ')
            .append(attribute)
            .append("='")
            .append(StringUtils.escapeForXml(value))
            .append('\''));
    xml.append('>').append(StringUtils.escapeForXml(text));
    children.forEach(child -> xml.append(child.xml()));
    return xml.append("</").append(name).append('>').toString();
  }
}
