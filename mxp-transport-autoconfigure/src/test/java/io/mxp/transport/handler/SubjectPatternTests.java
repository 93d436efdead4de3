/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubjectPatternTests {

	@ParameterizedTest
	@CsvSource({ "weather,weather,true", "weather,weather.oslo,false", "weather.{city},weather.oslo,true",
			"weather.{city},weather.oslo.now,false", "weather.{city},weather,false",
			"weather.*.now,weather.oslo.now,true", "weather.**,weather.oslo.now,true", "weather.**,weather,true",
			"weather.**,climate,false", "**,anything.at.all,true" })
	void takesSubjects(String pattern, String subject, boolean expected) {
		assertThat(SubjectPattern.parse(pattern).match(subject.split("\\.")) != null).isEqualTo(expected);
	}

	@Test
	void namesTheWordsOfVariables() {
		assertThat(SubjectPattern.parse("{kind}.{city}.now").match(new String[] { "weather", "oslo", "now" }))
			.isEqualTo(Map.of("kind", "weather", "city", "oslo"));
	}

	@Test
	void emptyPatternTakesMessagesWithoutSubject() {
		assertThat(SubjectPattern.parse("").match(new String[0])).isEmpty();
		assertThat(SubjectPattern.parse("{word}").match(new String[0])).isNull();
	}

	@Test
	void moreSpecificPatternsComeFirst() {
		List<String> sorted = Stream.of("**", "a.**", "{x}.b", "a.{x}", "a.b.**", "a.*.c", "a.b.{x}")
			.map(SubjectPattern::parse)
			.sorted(SubjectPattern::compare)
			.map(SubjectPattern::toString)
			.toList();
		assertThat(sorted).containsExactly("a.b.{x}", "a.b.**", "a.*.c", "a.{x}", "a.**", "{x}.b", "**");
	}

	@Test
	void patternsThatDifferInNamesOnlyAreEqual() {
		assertThat(SubjectPattern.compare(SubjectPattern.parse("a.{x}"), SubjectPattern.parse("a.{y}"))).isZero();
		assertThat(SubjectPattern.compare(SubjectPattern.parse(""), SubjectPattern.parse("**"))).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a..b", ".a", "a.", "a.{b", "a.b*", "**.a", "a.{x}.{x}", "a.{x-y}" })
	void refusesWhatIsNoPattern(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SubjectPattern.parse(text)).withMessageContaining(text);
	}

}
