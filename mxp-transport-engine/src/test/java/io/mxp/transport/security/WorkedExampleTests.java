/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The worked examples of the specification: every line {@code name = hex} that is made
 * here stands in the document, in this form.
 */
class WorkedExampleTests {

	private static final List<CipherSuite> SUITES = List.of(CipherSuite.CHACHA20_POLY1305_SHA256,
			CipherSuite.AES_256_GCM_SHA256);

	private static final Path PROTOCOL = Path.of("..", "docs", "protocol");

	private static final HexFormat HEX = HexFormat.of();

	private static final HandshakeSettings SETTINGS = HandshakeSettings.of(HandshakeConfig.defaults());

	private static final long INITIAL_ID = 0x0807060504030201L;

	private static final long CLIENT_ID = 0x1817161514131211L;

	private static final long SERVER_ID = 0x2827262524232221L;

	private final Map<String, String> example = new LinkedHashMap<>();

	@Test
	void initialPackets() throws Exception {
		keys("client", KeySchedule.clientInitialSecret(INITIAL_ID));
		keys("server", KeySchedule.serverInitialSecret(INITIAL_ID, SERVER_ID));
		byte[] buffer = new byte[200];
		int headerLength = new HeaderTlvs().version(1)
			.sourceConnectionId(CLIENT_ID)
			.keyId(0x44434241)
			.pattern(1)
			.write(buffer, 0);
		PacketHeader.write(buffer, 0, INITIAL_ID, PacketType.INITIAL, 0, headerLength);
		// a CRYPTO frame with four bytes at offset 0, and the padding of the frame
		byte[] frame = HEX.parseHex("06000400" + "00000000" + "cafebabe00000000");
		System.arraycopy(frame, 0, buffer, headerLength, frame.length);
		note("initial payload", frame);
		int length = InitialProtection.client(SETTINGS, INITIAL_ID)
			.sealer()
			.seal(buffer, 0, headerLength, frame.length);
		byte[] packet = Arrays.copyOf(buffer, length);
		note("initial packet", packet);
		assertThat(InitialProtection.server(SETTINGS, INITIAL_ID, SERVER_ID).open(packet, 0, length))
			.isEqualTo(frame.length);
		note("initial header", Arrays.copyOf(packet, headerLength));
		assertDocumented("packets.md");
	}

	@Test
	void retryPacket() throws Exception {
		long retryId = 0x3837363534333231L;
		byte[] token = HEX.parseHex("746f6b656e"); // "token"
		byte[] buffer = new byte[StatelessPacket.MAX_BYTES];
		int length = RetryPacket.write(buffer, 0, CLIENT_ID, INITIAL_ID, retryId, 1, token, 0);
		byte[] packet = Arrays.copyOf(buffer, length);
		note("retry tag key", StatelessPacket.tagKey(PacketType.RETRY));
		note("retry header", Arrays.copyOf(packet, length - 16));
		note("retry tag", Arrays.copyOfRange(packet, length - 16, length));
		HeaderTlvs tlvs = new HeaderTlvs();
		assertThat(RetryPacket.read(packet, 0, length, INITIAL_ID, 1, tlvs)).isTrue();
		assertThat(tlvs.sourceConnectionId()).isEqualTo(retryId);
		assertThat(tlvs.token()).isEqualTo(token);
		byte[] offer = ClientOffer.of(1, new int[] { 1 }, SUITES, 0).encode();
		byte[] prologue = Prologue.of(offer, 1, INITIAL_ID, CLIENT_ID, token);
		note("token hash", Arrays.copyOfRange(prologue, prologue.length - 32, prologue.length));
		assertDocumented("packets.md");
	}

	@Test
	void oneRttPacket() throws Exception {
		byte[] secret = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
		for (CipherSuite suite : SUITES) {
			String name = (suite == CipherSuite.AES_256_GCM_SHA256) ? "aes" : "chacha";
			ApplicationProtection sender = new ApplicationProtection(SETTINGS, suite, secret.clone(), new byte[32]);
			ApplicationProtection receiver = new ApplicationProtection(SETTINGS, suite, new byte[32], secret.clone());
			byte[] packet = new byte[PacketHeader.LENGTH + 8 + 16];
			PacketHeader.write(packet, 0, SERVER_ID, PacketType.ONE_RTT, 258, PacketHeader.LENGTH);
			// a PING
			packet[PacketHeader.LENGTH] = 7;
			sender.sealer().seal(packet, 0, PacketHeader.LENGTH, 8);
			byte[] mask = new byte[32];
			HeaderMask.of(suite, KeySchedule.headerKey(secret)).compute(packet, PacketHeader.LENGTH, mask);
			byte[] wire = packet.clone();
			assertThat(receiver.open(packet, 0, packet.length)).isEqualTo(8);
			note("1-RTT header", Arrays.copyOf(packet, PacketHeader.LENGTH));
			note("1-RTT payload", Arrays.copyOfRange(packet, PacketHeader.LENGTH, PacketHeader.LENGTH + 8));
			note(name + " sealed", Arrays.copyOfRange(wire, PacketHeader.LENGTH, wire.length));
			note(name + " mask", Arrays.copyOf(mask, HeaderMask.MASK_BYTES));
			note(name + " packet", wire);
		}
		keys("1-RTT", secret);
		note("1-RTT next secret", KeySchedule.nextTrafficSecret(secret));
		assertDocumented("packets.md");
	}

	@Test
	void handshake() throws Exception {
		byte[] serverKey = HEX.parseHex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893");
		byte[] clientKey = HEX.parseHex("e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1");
		note("server static public", Curve25519.publicKey(serverKey));
		note("client static public", Curve25519.publicKey(clientKey));
		SecureSession client = SecureSession.client(SETTINGS, LocalIdentity.ofKey(clientKey),
				Curve25519.publicKey(serverKey), INITIAL_ID, CLIENT_ID, new byte[] { 1, 2, 3 }, constant(0x11));
		SecureSession server = SecureSession.server(SETTINGS, LocalIdentity.ofKey(serverKey), INITIAL_ID, SERVER_ID,
				CLIENT_ID, 1, new byte[] { 4, 5, 6 }, constant(0x22));
		client.start();
		byte[] first = HandshakeTamperingTests.drain(client);
		note("client stream", first);
		byte[] offer = ClientOffer.of(1, new int[] { 1 }, SUITES, 0).encode();
		note("client offer", offer);
		note("prologue", Prologue.of(offer, 1, INITIAL_ID, CLIENT_ID, new byte[0]));
		server.onCryptoData(PacketType.INITIAL, 0, first, 0, first.length);
		byte[] second = HandshakeTamperingTests.drain(server);
		note("server stream", second);
		note("handshake hash", server.handshakeHash());
		secretsOf(clientKey, serverKey, first, second, offer.length);
		assertDocumented("handshake.md");
	}

	// the client's side once more by Noise alone, to show what is between
	private void secretsOf(byte[] clientKey, byte[] serverKey, byte[] first, byte[] second, int offerLength)
			throws Exception {
		byte[] offer = Arrays.copyOfRange(first, 4, 4 + offerLength);
		NoiseHandshake noise = new CoreNoiseProvider().start(new NoiseParameters("Noise_IK_25519_ChaChaPoly_SHA256",
				true, Prologue.of(offer, 1, INITIAL_ID, CLIENT_ID, new byte[0]), clientKey,
				Curve25519.publicKey(serverKey), null, constant(0x11)));
		ClientOffer decoded = ClientOffer.decode(offer);
		byte[] payload = HandshakePayloads.fromClient(decoded, new byte[] { 1, 2, 3 }, LocalIdentity.ofKey(clientKey),
				new byte[0], false, constant(0x11));
		note("client payload", payload);
		assertThat(noise.writeMessage(payload)).isEqualTo(Arrays.copyOfRange(first, 4 + offerLength, first.length));
		note("server payload", noise.readMessage(Arrays.copyOfRange(second, 4, second.length)));
		byte[] hash = noise.handshakeHash();
		byte[][] exported = noise.exportSecrets();
		note("initiator secret", exported[0]);
		note("responder secret", exported[1]);
		byte[] master = KeySchedule.masterSecret(hash, exported[0], exported[1]);
		note("master secret", master);
		for (CipherSuite suite : SUITES) {
			note("client traffic secret, suite " + suite.wireId(), KeySchedule.trafficSecret(master, true, suite));
			note("server traffic secret, suite " + suite.wireId(), KeySchedule.trafficSecret(master, false, suite));
		}
	}

	// The second visit: with the master secret of the example above, and a ticket.
	@Test
	void resumptionAndEarlyData() throws Exception {
		CipherSuite suite = CipherSuite.CHACHA20_POLY1305_SHA256;
		byte[] serverKey = HEX.parseHex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893");
		byte[] master = HEX.parseHex("5c3c8aa3dc53cd5fc0f9ac67bc364d3006ecd887c1667d59902687e2d6a464f5");
		byte[] ticket = HEX.parseHex("7469636b65747469636b657474696321"); // "tickettickettic!"
		byte[] resumption = KeySchedule.resumptionSecret(master, suite);
		note("resumption secret", resumption);
		byte[] psk = KeySchedule.ticketKey(resumption, ticket);
		note("psk", psk);
		ClientOffer offer = ClientOffer.of(1, new int[] { 1 }, SUITES, 0);
		byte[] offerBytes = TicketOffer.append(offer.encode(), ticket);
		note("client offer with ticket", offerBytes);
		byte[] prologue = Prologue.of(offerBytes, HeaderTlvs.PATTERN_NK_PSK, INITIAL_ID, CLIENT_ID, new byte[0]);
		String name = HandshakeExchange.protocolName(HeaderTlvs.PATTERN_NK_PSK);
		assertThat(name).isEqualTo("Noise_NKpsk0_25519_ChaChaPoly_SHA256");
		NoiseHandshake client = new CoreNoiseProvider().start(
				new NoiseParameters(name, true, prologue, null, Curve25519.publicKey(serverKey), psk, constant(0x11)));
		NoiseHandshake server = new CoreNoiseProvider()
			.start(new NoiseParameters(name, false, prologue, serverKey, null, psk, constant(0x22)));
		byte[] payload = HandshakePayloads.fromClient(offer, new byte[] { 1, 2, 3 }, null, new byte[0], true,
				constant(0x11));
		note("client payload of a resumption", payload);
		byte[] first = client.writeMessage(payload);
		note("message 1 of a resumption", first);
		byte[] early = client.earlySecret(suite);
		keys("early", early);
		note("0-RTT packet", earlyPacket(suite, early));
		assertThat(server.readMessage(first)).isEqualTo(payload);
		byte[] answer = HandshakePayloads.fromServer(suite, new int[] { 1, 1 }, new byte[] { 4, 5, 6 }, null,
				new long[] { INITIAL_ID, CLIENT_ID, SERVER_ID }, new byte[0], true, constant(0x22));
		note("server payload of a resumption", answer);
		byte[] second = server.writeMessage(answer);
		note("message 2 of a resumption", second);
		assertThat(client.readMessage(second)).isEqualTo(answer);
		byte[] hash = client.handshakeHash();
		byte[][] exported = client.exportSecrets();
		note("master secret of a resumption", KeySchedule.masterSecret(hash, exported[0], exported[1]));
		assertDocumented("handshake.md");
	}

	private byte[] earlyPacket(CipherSuite suite, byte[] secret) {
		byte[] packet = new byte[PacketHeader.LENGTH + 8 + 16 + 8 + 16];
		PacketHeader.write(packet, 0, INITIAL_ID, PacketType.ZERO_RTT, 0, PacketHeader.LENGTH);
		// eight bytes at offset 0 of the client's stream of band 0, where a message
		// begins
		FrameWriter frame = new FrameWriter().wrap(packet, PacketHeader.LENGTH, packet.length - 16);
		int at = frame.beginStreamData(2, 0, true, 8);
		System.arraycopy(HEX.parseHex("cafebabecafebabe"), 0, packet, at, 8);
		note("0-RTT payload", Arrays.copyOfRange(packet, PacketHeader.LENGTH, packet.length - 16));
		EarlyProtection sender = new EarlyProtection(SETTINGS, suite, secret.clone(), true);
		EarlyProtection receiver = new EarlyProtection(SETTINGS, suite, secret.clone(), false);
		int length = sender.sealer().seal(packet, 0, PacketHeader.LENGTH, packet.length - 16 - PacketHeader.LENGTH);
		byte[] wire = Arrays.copyOf(packet, length);
		assertThat(receiver.opener().open(packet, 0, length)).isEqualTo(length - 16 - PacketHeader.LENGTH);
		return wire;
	}

	private void keys(String side, byte[] secret) {
		note(side + " secret", secret);
		note(side + " key", KeySchedule.packetKey(secret));
		note(side + " iv", KeySchedule.packetIv(secret));
		note(side + " hp", KeySchedule.headerKey(secret));
	}

	private void note(String name, byte[] bytes) {
		this.example.put(name, HEX.formatHex(bytes));
	}

	private void assertDocumented(String file) throws Exception {
		assumeTrue(Files.isDirectory(PROTOCOL), "docs/protocol is not in this checkout");
		List<String> document = Files.readString(PROTOCOL.resolve(file), StandardCharsets.UTF_8).lines().toList();
		assertThat(document).containsAll(
				this.example.entrySet().stream().map((line) -> line.getKey() + " = " + line.getValue()).toList());
	}

	private static RandomSource constant(int value) {
		return new RandomSource() {

			@Override
			public void nextBytes(byte[] bytes) {
				Arrays.fill(bytes, (byte) value);
			}

			@Override
			public long nextLong() {
				return 0;
			}
		};
	}

}
