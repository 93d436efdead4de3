/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Every property is described, and its default is the one that the metadata says. */
class PropertiesMetadataTests {

	private static final String PREFIX = "mxp.transport.";

	private static final List<JsonNode> PROPERTIES = read();

	static Stream<JsonNode> properties() {
		return PROPERTIES.stream();
	}

	@Test
	void thereAreProperties() {
		assertThat(PROPERTIES).hasSizeGreaterThan(60);
		assertThat(PROPERTIES).extracting((property) -> property.get("name").stringValue())
			.contains("mxp.transport.port", "mxp.transport.identity.dev-ca", "mxp.transport.handler.critical.queue",
					"mxp.transport.scheduler.critical.weight", "mxp.transport.client.reconnect.max-delay");
	}

	@Test
	void guideListsEveryProperty() throws IOException {
		String guide = Files.readString(Path.of("..", "docs", "guides", "spring.md"));
		assertThat(PROPERTIES).allSatisfy((property) -> {
			String name = property.get("name").stringValue().substring(PREFIX.length());
			assertThat(guide).contains("| `" + name + (name.equals("client.peer") ? ".<name>" : "` |"));
		});
	}

	@ParameterizedTest
	@MethodSource("properties")
	void describesItselfAndItsDefault(JsonNode property) {
		String name = property.get("name").stringValue();
		assertThat(property.path("description").asString("")).as(name).endsWith(".").hasSizeGreaterThan(10);
		Object value = new BeanWrapperImpl(new MxpTransportProperties()).getPropertyValue(path(name));
		if (value != null && !(value instanceof Collection) && !(value instanceof Map)) {
			assertThat(property.has("defaultValue")).as("default of " + name).isTrue();
			assertThat(sameValue(value, property.get("defaultValue").asString())).as("default of " + name).isTrue();
		}
	}

	private static boolean sameValue(Object value, String text) {
		if (value instanceof Duration) {
			return DurationStyle.detectAndParse(text).equals(value);
		}
		if (value instanceof DataSize) {
			return DataSize.parse(text).equals(value);
		}
		if (value instanceof Double number) {
			return number == Double.parseDouble(text);
		}
		if (value instanceof Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text);
		}
		return value.toString().equals(text);
	}

	private static String path(String name) {
		StringBuilder path = new StringBuilder();
		boolean upper = false;
		for (char letter : name.substring(PREFIX.length()).toCharArray()) {
			if (letter == '-') {
				upper = true;
				continue;
			}
			path.append(upper ? Character.toUpperCase(letter) : letter);
			upper = false;
		}
		return path.toString();
	}

	private static List<JsonNode> read() {
		try (InputStream stream = MxpTransportProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.builder()
				.build()
				.readTree(stream)
				.get("properties")
				.valueStream()
				.filter((property) -> property.get("name").stringValue().startsWith(PREFIX))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
