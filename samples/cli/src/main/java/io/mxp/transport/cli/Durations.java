/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line: 500ms, 2s, 5m, 24h, 7d, or ISO 8601. */
final class Durations implements ITypeConverter<Duration> {

	private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

	@Override
	public Duration convert(String text) {
		Matcher matcher = SIMPLE.matcher(text.toLowerCase(Locale.ROOT));
		if (matcher.matches()) {
			long amount = Long.parseLong(matcher.group(1));
			return switch (matcher.group(2)) {
				case "ms" -> Duration.ofMillis(amount);
				case "s" -> Duration.ofSeconds(amount);
				case "m" -> Duration.ofMinutes(amount);
				case "h" -> Duration.ofHours(amount);
				default -> Duration.ofDays(amount);
			};
		}
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new TypeConversionException("'" + text + "' is no time. Write 500ms, 2s, 5m, 24h or 7d.");
		}
	}

	/** Says how long in words of at most two units. */
	static String inWords(Duration duration) {
		if (duration.toDays() >= 2) {
			return duration.toDays() + " days";
		}
		if (duration.toHours() >= 2) {
			return duration.toHours() + " h";
		}
		return (duration.toMinutes() >= 2) ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
	}

	static void requirePositive(long value, String option, CommandSpec spec) {
		if (value <= 0) {
			throw new ParameterException(spec.commandLine(), option + " has to be more than 0, not " + value + ".");
		}
	}

}
