/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MxpAddressTests {

	private static final String AGENT = "018f3e6a-7c1b-7d2e-9f10-2a3b4c5d6e7f";

	@ParameterizedTest
	@CsvSource({ "mxp://localhost, localhost, 9000", "mxp://localhost/, localhost, 9000",
			"MXP://Agents.Example.COM:1, agents.example.com, 1", "mxp://10.0.0.255:65535, 10.0.0.255, 65535",
			"mxp://[::1]:9001, ::1, 9001", "mxp://[::], ::, 9000", "mxp://[2001:DB8::7], 2001:db8::7, 9000",
			"mxp://[1:2:3:4:5:6:7:8]:90, 1:2:3:4:5:6:7:8, 90", "mxp://[::ffff:1.2.3.4], ::ffff:1.2.3.4, 9000",
			"mxp://[1:2:3:4:5:6:1.2.3.4], 1:2:3:4:5:6:1.2.3.4, 9000", "mxp://[fe80::1%eth0], fe80::1%eth0, 9000",
			"mxp://my_agent-1, my_agent-1, 9000" })
	void readsHostAndPort(String text, String host, int port) {
		assertThat(MxpAddress.parse(text)).isEqualTo(new MxpAddress(host, port));
	}

	@Test
	void readsTheAgent() {
		MxpAddress address = MxpAddress.parse("mxp://a.example:9/" + AGENT.toUpperCase(Locale.ROOT));
		assertThat(address.agentId()).isEqualTo(UUID.fromString(AGENT));
		assertThat(address).hasToString("mxp://a.example:9/" + AGENT);
		assertThat(address.withAgentId(null)).hasToString("mxp://a.example:9");
	}

	@Test
	void bracketsStandAroundIpv6Only() {
		assertThat(new MxpAddress("::1", 9000)).hasToString("mxp://[::1]:9000");
		assertThat(new MxpAddress("::1", 9000).isIpv6()).isTrue();
		assertThat(new MxpAddress("127.0.0.1", 9000)).hasToString("mxp://127.0.0.1:9000");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "http://a | must begin with mxp://",
			"localhost:9000 | must begin with mxp://", "mxp:// | host is missing", "mxp:///x | host is missing",
			"mxp://:9000 | neither a host name", "mxp://a:0 | port '0'", "mxp://a:65536 | port '65536'",
			"mxp://a: | port ''", "mxp://a:+80 | port '+80'", "mxp://a:99999999999 | port '99999999999'",
			"mxp://::1 | must stand in brackets", "mxp://[::1 | not closed", "mxp://[::1]9000 | only a port may",
			"mxp://[a] | only an IPv6 address stands", "mxp://[1:2]:3 | not an IPv6 address",
			"mxp://[1::2::3] | not an IPv6 address", "mxp://[1:2:3:4:5:6:7::8] | not an IPv6 address",
			"mxp://[::12345] | not an IPv6 address", "mxp://[1.2.3.4::] | not an IPv6 address",
			"mxp://[::1%] | not an IPv6 address", "mxp://[:::] | not an IPv6 address",
			"mxp://1.2.3 | not an IPv4 address", "mxp://1.2.3.256 | not an IPv4 address",
			"mxp://01.2.3.4 | not an IPv4 address", "mxp://a b | neither a host name",
			"mxp://a..b | neither a host name", "mxp://-a | neither a host name", "mxp://grüße | neither a host name",
			"mxp://user@a | user information", "mxp://a/b | agent id 'b'", "mxp://a/1-1-1-1-1 | agent id '1-1-1-1-1'",
			"mxp://a?x | neither a host name", "mxp://a/" + AGENT + "/ | agent id" })
	void saysWhatIsWrong(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> MxpAddress.parse(text))
			.withMessageContaining("'" + text + "'")
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536 })
	void portIsInRange(int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MxpAddress("a", port));
	}

	@Test
	void everyPrintedAddressIsReadBack() {
		SplittableRandom random = new SplittableRandom(11);
		for (int i = 0; i < 2_000; i++) {
			UUID agent = random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()) : null;
			MxpAddress address = new MxpAddress(host(random), 1 + random.nextInt(65535), agent);
			assertThat(MxpAddress.parse(address.toString())).isEqualTo(address);
		}
	}

	@Test
	void anyTextIsAnAddressOrAnArgumentError() {
		SplittableRandom random = new SplittableRandom(12);
		String alphabet = "mxp://[]:.%@-_aF019 é";
		for (int i = 0; i < 5_000; i++) {
			StringBuilder text = new StringBuilder("mxp://");
			for (int j = random.nextInt(20); j > 0; j--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			try {
				MxpAddress address = MxpAddress.parse(text.toString());
				assertThat(MxpAddress.parse(address.toString())).isEqualTo(address);
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).hasMessageContaining("is not an MXP address");
			}
		}
	}

	private static String host(SplittableRandom random) {
		return switch (random.nextInt(3)) {
			case 0 -> "host-" + random.nextInt(1000) + ".example";
			case 1 -> random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".1";
			default -> Integer.toHexString(random.nextInt(65536)) + "::" + Integer.toHexString(random.nextInt(65536));
		};
	}

}
