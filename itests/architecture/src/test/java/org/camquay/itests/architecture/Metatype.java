// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What one component can be configured with.
 *
 * @param pid also of a factory
 * @param defaults by key; empty where there is none
 */
record Metatype(String pid, Map<String, String> defaults) {
    static List<Metatype> of(BundleJar bundle) {
        return bundle.metatype().values().stream().map(Metatype::parse).toList();
    }

    private static Metatype parse(String xml) {
        try {
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
            var designate = (Element) root.getElementsByTagName("Designate").item(0);
            var defaults = new TreeMap<String, String>();
            var attributes = root.getElementsByTagName("AD");
            for (int i = 0; i < attributes.getLength(); i++) {
                var attribute = (Element) attributes.item(i);
                defaults.put(attribute.getAttribute("id"), attribute.getAttribute("default"));
            }
            String pid = designate.getAttribute("pid");
            return new Metatype(pid.isEmpty() ? designate.getAttribute("factoryPid") : pid, defaults);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(xml, e);
        }
    }
}
