/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import io.mxp.transport.Attack;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PayloadLayoutTests {

	private static final UUID AGENT = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	private static final String AGENT_HEX = "00112233445566778899aabbccddeeff";

	private static final HexFormat HEX = HexFormat.of();

	private static final AgentRegister REGISTER = new AgentRegister(AGENT, "né", List.of("a", ""),
			new AgentEndpoint(new byte[] { 10, 0, 0, 1 }, 9000));

	@Test
	void agentRegister() throws Exception {
		byte[] payload = REGISTER.toPayload();
		assertThat(HEX.formatHex(payload))
			.isEqualTo(AGENT_HEX + "0300" + "6ec3a9" + "0200" + "0100" + "61" + "0000" + "0a000001" + "2823");
		assertThat(AgentRegister.parse(payload, 0, payload.length)).isEqualTo(REGISTER);
	}

	@Test
	void agentRegisterWithIpv6() throws Exception {
		AgentEndpoint endpoint = AgentEndpoint.of(new InetSocketAddress("2001:db8::7", 258));
		AgentRegister register = new AgentRegister(AGENT, "", List.of(), endpoint);
		byte[] payload = register.toPayload();
		assertThat(HEX.formatHex(payload))
			.isEqualTo(AGENT_HEX + "0000" + "0000" + "20010db8000000000000000000000007" + "0201");
		assertThat(AgentRegister.parse(payload, 0, payload.length)).isEqualTo(register);
		assertThat(register.endpoint().toSocketAddress()).isEqualTo(new InetSocketAddress("2001:db8::7", 258));
		assertThat(AgentEndpoint.NONE.port()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> new AgentEndpoint(new byte[5], 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new AgentEndpoint(new byte[4], 65536));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AgentEndpoint.of(InetSocketAddress.createUnresolved("a", 1)));
	}

	@ParameterizedTest
	@CsvSource({ "5, PAYLOAD_TOO_SHORT", "7, TRAILING_BYTES", "17, TRAILING_BYTES", "19, TRAILING_BYTES" })
	void endpointsHave6Or18Bytes(int length, DecodeError error) {
		assertFails(error, () -> AgentRegister.parse(new byte[20 + length], 0, 20 + length));
	}

	@Test
	@Requirement("SEC-56")
	@Attack("A34")
	void aCountThatCannotBeThereIsRefusedBeforeAllocation() {
		byte[] payload = HEX.parseHex(AGENT_HEX + "0000" + "ffff" + "000000000000");
		assertThatExceptionOfType(MessageFormatException.class)
			.isThrownBy(() -> AgentRegister.parse(payload, 0, payload.length))
			.satisfies((ex) -> {
				assertThat(ex.error()).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
				assertThat(ex.value()).isEqualTo(26);
				assertThat(ex.limit()).isEqualTo(20 + 2 * 65535);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ffffff7f", "00000080", "ffffffff" })
	@Requirement("SEC-56")
	@Attack("A34")
	void lengthsOf32BitsAreUnsigned(String length) {
		byte[] data = HEX.parseHex("0100" + length + "0000");
		assertFails(DecodeError.PAYLOAD_TOO_SHORT, () -> AgentList.parse(data, 0, data.length));
	}

	@Test
	void agentDiscoverAndItsAnswer() throws Exception {
		byte[] query = new AgentDiscover("tr").toPayload();
		assertThat(HEX.formatHex(query)).isEqualTo("02007472");
		assertThat(AgentDiscover.parse(query, 0, 4)).isEqualTo(new AgentDiscover("tr"));
		assertFails(DecodeError.TRAILING_BYTES, () -> AgentDiscover.parse(new byte[3], 0, 3));
		byte[] empty = new AgentList(List.of()).toPayload();
		assertThat(HEX.formatHex(empty)).isEqualTo("0000");
		AgentList list = new AgentList(List.of(REGISTER, new AgentRegister(AGENT, "b", List.of(), AgentEndpoint.NONE)));
		byte[] data = list.toPayload();
		assertThat(HEX.formatHex(data, 0, 6)).isEqualTo("0200" + "22000000");
		assertThat(AgentList.parse(data, 0, data.length)).isEqualTo(list);
	}

	@Test
	void agentHeartbeat() throws Exception {
		AgentHeartbeat heartbeat = new AgentHeartbeat(AGENT, -1, 0x0102030405060708L, 1000);
		byte[] payload = heartbeat.toPayload();
		assertThat(HEX.formatHex(payload)).isEqualTo(AGENT_HEX + "ffffffffffffffff" + "0807060504030201" + "e803");
		assertThat(AgentHeartbeat.parse(payload, 0, 34)).isEqualTo(heartbeat);
		payload[32]++;
		assertFails(DecodeError.INVALID_VALUE, () -> AgentHeartbeat.parse(payload, 0, 34));
		assertFails(DecodeError.PAYLOAD_TOO_SHORT, () -> AgentHeartbeat.parse(payload, 0, 33));
		assertFails(DecodeError.TRAILING_BYTES, () -> AgentHeartbeat.parse(new byte[35], 0, 35));
		assertThatIllegalArgumentException().isThrownBy(() -> new AgentHeartbeat(AGENT, 0, 0, 1001));
	}

	@Test
	void callWithAndWithoutProfile() {
		byte[] payload = new byte[64];
		CallPayload call = new CallPayload();
		MessageMetadata metadata = MessageMetadata.builder().subject("s").deadlineMillis(70).build();
		for (boolean profile : new boolean[] { true, false }) {
			MessageMetadata sent = profile ? metadata : null;
			int length = CallPayload.writeFixed(payload, 0, AGENT.getMostSignificantBits(),
					AGENT.getLeastSignificantBits(), 0xFFFF_FFFFL);
			length += DataPayload.write(payload, length, sent, new byte[] { 9, 8, 7 }, 1, 2);
			assertThat(length).isEqualTo(CallPayload.encodedLength(sent, 2));
			assertThat(HEX.formatHex(payload, 0, 20)).isEqualTo(AGENT_HEX + "ffffffff");
			assertThat(call.wrap(payload, 0, length, profile)).isEqualTo(DecodeError.NONE);
			assertThat(call.target()).isEqualTo(AGENT);
			assertThat(call.targetHigh()).isEqualTo(AGENT.getMostSignificantBits());
			assertThat(call.targetLow()).isEqualTo(AGENT.getLeastSignificantBits());
			assertThat(call.timeoutSeconds()).isEqualTo(4_294_967_295L);
			assertThat(call.deadlineMillis()).isEqualTo(profile ? 70 : 4_294_967_295_000L);
			assertThat(call.data()).containsExactly(8, 7);
			assertThat(call.metadata().toMetadata()).isEqualTo(profile ? metadata : MessageMetadata.EMPTY);
		}
		assertThat(call.wrap(payload, 0, 19, false)).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
		assertThat(call.dataLength()).isZero();
		assertThat(call.wrap(payload, 0, 20, true)).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
		assertThat(call.wrap(new byte[20], 0, 20, false)).isEqualTo(DecodeError.NONE);
		assertThat(call.deadlineMillis()).isEqualTo(MessageMetadata.NO_DEADLINE);
	}

	@Test
	void timeoutIsTheDeadlineInWholeSeconds() {
		assertThat(CallPayload.timeoutSeconds(MessageMetadata.NO_DEADLINE)).isZero();
		assertThat(CallPayload.timeoutSeconds(0)).isEqualTo(1);
		assertThat(CallPayload.timeoutSeconds(1000)).isEqualTo(1);
		assertThat(CallPayload.timeoutSeconds(1001)).isEqualTo(2);
		assertThat(CallPayload.timeoutSeconds(Long.MAX_VALUE - 999)).isEqualTo(0xFFFF_FFFFL);
	}

	@Test
	void streamOpen() {
		byte[] payload = new byte[40];
		StreamOpenPayload open = new StreamOpenPayload();
		assertThat(StreamOpenPayload.writeFixed(payload, 0, AGENT, new UUID(0, 1), true)).isEqualTo(33);
		assertThat(HEX.formatHex(payload, 0, 33)).isEqualTo(AGENT_HEX + "0".repeat(30) + "01" + "02");
		DataPayload.write(payload, 33, MessageMetadata.EMPTY, new byte[] { 5 }, 0, 1);
		assertThat(StreamOpenPayload.encodedLength(MessageMetadata.EMPTY, 1)).isEqualTo(38);
		assertThat(open.wrap(payload, 0, 38, true)).isEqualTo(DecodeError.NONE);
		assertThat(open.streamId()).isEqualTo(AGENT);
		assertThat(open.target()).isEqualTo(new UUID(0, 1));
		assertThat(open.bidirectional()).isTrue();
		assertThat(open.data()).containsExactly(5);
		StreamOpenPayload.writeFixed(payload, 0, AGENT, AGENT, false);
		assertThat(open.wrap(payload, 0, 33, false)).isEqualTo(DecodeError.NONE);
		assertThat(open.bidirectional()).isFalse();
		for (int type : new int[] { 0, 3, 255 }) {
			payload[32] = (byte) type;
			assertThat(open.wrap(payload, 0, 33, false)).isEqualTo(DecodeError.INVALID_VALUE);
			assertThat(open.errorValue()).isEqualTo(type);
		}
		assertThat(open.wrap(payload, 0, 32, false)).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
	}

	@Test
	void streamClose() throws Exception {
		assertThat(StreamClosePayload.NORMAL.toPayload()).isEmpty();
		assertThat(StreamClosePayload.parse(new byte[0], 0, 0)).isEqualTo(StreamClosePayload.NORMAL);
		StreamClosePayload close = new StreamClosePayload(0xFFFF_FFFEL, "é");
		byte[] payload = close.toPayload();
		assertThat(HEX.formatHex(payload)).isEqualTo("feffffff" + "c3a9");
		assertThat(StreamClosePayload.parse(payload, 0, 6)).isEqualTo(close);
		assertThat(close.isNormal()).isFalse();
		assertFails(DecodeError.INVALID_TEXT, () -> StreamClosePayload.parse(payload, 0, 5));
		assertFails(DecodeError.PAYLOAD_TOO_SHORT, () -> StreamClosePayload.parse(payload, 0, 3));
		assertThatIllegalArgumentException().isThrownBy(() -> new StreamClosePayload(-1, ""));
	}

	@Test
	void ack() {
		byte[] payload = new byte[9];
		assertThat(AckPayload.write(payload, 0, -2)).isEqualTo(8);
		assertThat(HEX.formatHex(payload, 0, 8)).isEqualTo("feffffffffffffff");
		assertThat(AckPayload.check(payload, 0, 8, -2)).isEqualTo(DecodeError.NONE);
		assertThat(AckPayload.check(payload, 0, 8, -1)).isEqualTo(DecodeError.INVALID_VALUE);
		assertThat(AckPayload.check(payload, 0, 7, -2)).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
		assertThat(AckPayload.check(payload, 0, 9, -2)).isEqualTo(DecodeError.TRAILING_BYTES);
	}

	@Test
	void error() throws Exception {
		ErrorPayload error = new ErrorPayload(0x102, "busy", new byte[] { 1, 2 });
		byte[] payload = error.toPayload();
		assertThat(HEX.formatHex(payload)).isEqualTo("02010000" + "0400" + "62757379" + "0102");
		assertThat(ErrorPayload.parse(payload, 0, payload.length)).isEqualTo(error).hasSameHashCodeAs(error);
		assertFails(DecodeError.PAYLOAD_TOO_SHORT, () -> ErrorPayload.parse(payload, 0, 9));
		assertThat(ErrorPayload.of(1, "世".repeat(400)).text()).isEqualTo("世".repeat(341));
		assertThatIllegalArgumentException().isThrownBy(() -> new ErrorPayload(1L << 32, "", new byte[0]));
		assertThatIllegalArgumentException().isThrownBy(() -> new ErrorPayload(1, "x".repeat(65536), new byte[0]));
	}

	@Test
	@Requirement("SEC-59")
	void anyBytesAreAPayloadOrATypedError() {
		SplittableRandom random = new SplittableRandom(6);
		List<byte[]> seeds = List.of(REGISTER.toPayload(), new AgentDiscover("capability").toPayload(),
				new AgentList(List.of(REGISTER, REGISTER)).toPayload(), new AgentHeartbeat(AGENT, 1, 2, 3).toPayload(),
				new StreamClosePayload(1, "reason").toPayload(), new ErrorPayload(1, "text", new byte[5]).toPayload());
		List<PayloadParser> parsers = List.of(AgentRegister::parse, AgentDiscover::parse, AgentList::parse,
				AgentHeartbeat::parse, StreamClosePayload::parse, ErrorPayload::parse,
				(bytes, offset, length) -> outcome(new CallPayload(), bytes, offset, length),
				(bytes, offset, length) -> outcome(new StreamOpenPayload(), bytes, offset, length),
				(bytes, offset, length) -> outcome(new DataPayload(), bytes, offset, length));
		List<Object> parsed = new ArrayList<>();
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
			for (int flips = random.nextInt(4); flips > 0; flips--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			byte[] exact = Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
			try {
				parsed.add(parsers.get(random.nextInt(parsers.size())).parse(exact, 0, exact.length));
			}
			catch (MessageFormatException ex) {
				assertThat(ex.error()).isNotEqualTo(DecodeError.NONE);
			}
		}
		assertThat(parsed).isNotEmpty();
	}

	private static Object outcome(DataPayload payload, byte[] bytes, int offset, int length)
			throws MessageFormatException {
		payload.wrap(bytes, offset, length, (length & 1) == 0);
		payload.throwIfFailed();
		assertThat(payload.dataOffset() + payload.dataLength()).isLessThanOrEqualTo(offset + length);
		return payload.data();
	}

	private static void assertFails(DecodeError error, ThrowingParse parse) {
		assertThatExceptionOfType(MessageFormatException.class).isThrownBy(parse::run)
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	private interface ThrowingParse {

		void run() throws MessageFormatException;

	}

	private interface PayloadParser {

		Object parse(byte[] bytes, int offset, int length) throws MessageFormatException;

	}

}
