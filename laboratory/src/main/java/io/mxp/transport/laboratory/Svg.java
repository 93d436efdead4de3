/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Rows of charts in one SVG file. */
final class Svg {

	private static final String SVG = "http://www.w3.org/2000/svg";

	private static final String XLINK = "http://www.w3.org/1999/xlink";

	private static final Set<String> FONT_ATTRIBUTES = Set.of("font-family", "font-size", "font-weight",
			"text-rendering");

	/** A shorter path is not worth a reference. */
	private static final int SHORTEST_SHARED = 60;

	private Svg() {
	}

	static void write(List<List<XYChart>> rows, Path file) throws IOException {
		Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG, "svg", null);
		SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
		context.setPrecision(1);
		context.setComment("made by bin/sim");
		SVGGraphics2D graphics = new SVGGraphics2D(context, false);
		int width = 0;
		int height = 0;
		for (List<XYChart> row : rows) {
			int x = 0;
			for (XYChart chart : row) {
				SVGGraphics2D part = (SVGGraphics2D) graphics.create();
				part.translate(x, height);
				chart.paint(part, chart.getWidth(), chart.getHeight());
				x += chart.getWidth();
			}
			width = Math.max(width, x);
			height += row.get(0).getHeight();
		}
		graphics.setSVGCanvasSize(new Dimension(width, height));
		Element root = graphics.getRoot();
		root.setAttribute("viewBox", "0 0 " + width + " " + height);
		dropFonts(root);
		joinLines(document, root);
		sharePaths(document, root);
		StringWriter text = new StringWriter();
		graphics.stream(root, text, true, false);
		// No reader of SVG needs a document type, and some would fetch it.
		Files.writeString(file,
				text.toString().replaceFirst("<!DOCTYPE[^>]*>\\s*", "").replaceAll("\\n\\s*(/?>)", "$1"));
	}

	/** There is no text that a font could matter to. */
	private static void dropFonts(Element root) {
		NodeList groups = root.getElementsByTagNameNS(SVG, "g");
		for (int i = 0; i < groups.getLength(); i++) {
			FONT_ATTRIBUTES.forEach(((Element) groups.item(i))::removeAttribute);
		}
	}

	/**
	 * A curve is painted in pieces: one that goes on where the one before ended is joined
	 * to it, and a level one to a level one without a point between them.
	 */
	private static void joinLines(Document document, Element root) {
		NodeList lines = root.getElementsByTagNameNS(SVG, "line");
		List<Element> pieces = new ArrayList<>();
		for (int i = 0; i < lines.getLength(); i++) {
			pieces.add((Element) lines.item(i));
		}
		Element curve = null;
		String end = "";
		boolean level = false;
		for (Element piece : pieces) {
			String from = point(piece, "1");
			String to = point(piece, "2");
			boolean isLevel = piece.getAttribute("y1").equals(piece.getAttribute("y2"));
			if (curve == null || curve.getParentNode() != piece.getParentNode() || !from.equals(end)
					|| !piece.getAttribute("clip-path").equals(curve.getAttribute("clip-path"))) {
				curve = replace(document, piece, "polyline", Set.of("x1", "y1", "x2", "y2"));
				curve.setAttribute("points", from + ' ' + to);
			}
			else {
				String points = curve.getAttribute("points");
				curve.setAttribute("points",
						((level && isLevel) ? points.substring(0, points.lastIndexOf(' ')) : points) + ' ' + to);
				piece.getParentNode().removeChild(piece);
			}
			end = to;
			level = isLevel;
		}
	}

	/** Nobody sees less than a pixel. */
	private static String whole(String coordinate) {
		return String.valueOf(Math.round(Double.parseDouble(coordinate)));
	}

	private static String point(Element line, String number) {
		return whole(line.getAttribute("x" + number)) + ',' + whole(line.getAttribute("y" + number));
	}

	/**
	 * Labels are painted as outlines of letters, and most stand in several charts: what
	 * is the same is written once.
	 */
	private static void sharePaths(Document document, Element root) {
		NodeList paths = root.getElementsByTagNameNS(SVG, "path");
		Map<String, List<Element>> byShape = new LinkedHashMap<>();
		for (int i = 0; i < paths.getLength(); i++) {
			Element path = (Element) paths.item(i);
			String shape = path.getAttribute("d");
			if (shape.length() >= SHORTEST_SHARED) {
				byShape.computeIfAbsent(shape, (key) -> new ArrayList<>()).add(path);
			}
		}
		Element shapes = document.createElementNS(SVG, "defs");
		int number = 0;
		for (Map.Entry<String, List<Element>> shared : byShape.entrySet()) {
			if (shared.getValue().size() > 1) {
				String id = "p" + number++;
				Element shape = document.createElementNS(SVG, "path");
				shape.setAttribute("id", id);
				shape.setAttribute("d", shared.getKey());
				shapes.appendChild(shape);
				for (Element path : shared.getValue()) {
					replace(document, path, "use", Set.of("d")).setAttributeNS(XLINK, "xlink:href", "#" + id);
				}
			}
		}
		root.insertBefore(shapes, root.getFirstChild());
	}

	/** Puts another element into the place of one, with its attributes but those. */
	private static Element replace(Document document, Element element, String name, Set<String> without) {
		Element other = document.createElementNS(SVG, name);
		for (int i = 0; i < element.getAttributes().getLength(); i++) {
			String attribute = element.getAttributes().item(i).getNodeName();
			if (!without.contains(attribute)) {
				other.setAttribute(attribute, element.getAttribute(attribute));
			}
		}
		element.getParentNode().replaceChild(other, element);
		return other;
	}

}
