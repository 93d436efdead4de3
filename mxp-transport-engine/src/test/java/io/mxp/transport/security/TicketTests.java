/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.TicketKey;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.security.ServerTickets.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tickets as a server writes and reads them. */
class TicketTests {

	private static final long NOW = 1_800_000_000_000L;

	private final List<TicketKey> keys = new ArrayList<>(List.of(key(1, NOW)));

	private long nowMillis = NOW;

	private byte trust = 1;

	private final HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults());

	private final ServerTickets tickets = new ServerTickets(ResumptionConfig.defaults().withEarly(true, true),
			this.settings, new SeededRandom(1), this::keys, this::scope, () -> this.nowMillis);

	private List<TicketKey> keys(Instant now) {
		return this.keys;
	}

	private TicketScope scope() {
		byte[] digest = new byte[TicketScope.TRUST_BYTES];
		digest[5] = this.trust;
		return new TicketScope(new byte[TicketScope.APPLICATION_BYTES], digest);
	}

	private static TicketKey key(long id, long millis) {
		return new TicketKey(id, new SeededRandom(id).bytes(TicketKey.SECRET_BYTES), Instant.ofEpochMilli(millis));
	}

	private static SessionSecrets session(String agentId, long notAfterMillis) {
		return new SessionSecrets(new PeerIdentity(agentId, "spiffe://example/agent/" + agentId, "sha256:00",
				notAfterMillis, PeerIdentity.Form.CERTIFICATE), CipherSuite.AES_256_GCM_SHA256,
				new SeededRandom(7).bytes(32));
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private byte[] issue(long notAfterMillis) {
		return this.tickets.issue(session("a1", notAfterMillis), address("192.0.2.7"));
	}

	@Test
	void whatIsInATicketComesOutOfIt() {
		TicketContent content = this.tickets.read(issue(Long.MAX_VALUE)).content();
		assertThat(content).isNotNull();
		assertThat(content.client()).isEqualTo(session("a1", Long.MAX_VALUE).peer());
		assertThat(content.suite()).isEqualTo(CipherSuite.AES_256_GCM_SHA256);
		assertThat(content.secret()).isEqualTo(session("a1", 0).resumptionSecret());
		assertThat(content.earlyLimitBytes()).isEqualTo(16_384);
		assertThat(content.issuedMillis()).isEqualTo(NOW);
		assertThat(content.expiryMillis()).isEqualTo(NOW + 30_000);
		EarlyClaim claim = new EarlyClaim(content.id(), content.expiryMillis(), content.addressHash());
		assertThat(claim.isFrom(address("192.0.2.99"))).isTrue();
		assertThat(claim.isFrom(address("192.0.3.7"))).isFalse();
		assertThat(claim.isFrom(address("2001:db8::1"))).isFalse();
	}

	@Test
	@Requirement("SEC-47")
	void aTicketIsGoodForThirtySecondsAndItsKeyAsLong() {
		byte[] ticket = issue(Long.MAX_VALUE);
		this.nowMillis = NOW + 29_999;
		assertThat(this.tickets.read(ticket).verdict()).isEqualTo(Verdict.GOOD);
		this.nowMillis = NOW + 30_000;
		assertThat(this.tickets.read(ticket).verdict()).isEqualTo(Verdict.EXPIRED);
		// Sealed in the last moment of the key: it opens for 30 s more.
		this.nowMillis = NOW + 59_999;
		byte[] last = issue(Long.MAX_VALUE);
		this.nowMillis = NOW + 89_998;
		assertThat(this.tickets.read(last).verdict()).isEqualTo(Verdict.GOOD);
		this.nowMillis = NOW + 90_000;
		assertThat(this.tickets.read(last).verdict()).isEqualTo(Verdict.UNKNOWN);
		// And seals nothing any more.
		assertThat(issue(Long.MAX_VALUE)).isEmpty();
	}

	@Test
	@Requirement("SEC-52")
	void aTicketEndsWithTheCertificate() {
		byte[] ticket = issue(NOW + 10_000);
		assertThat(this.tickets.read(ticket).content().expiryMillis()).isEqualTo(NOW + 10_000);
		this.nowMillis = NOW + 10_000;
		assertThat(this.tickets.read(ticket).verdict()).isEqualTo(Verdict.EXPIRED);
		assertThat(issue(this.nowMillis + 999)).as("for less than a second").isEmpty();
	}

	@Test
	void anotherTrustPolicyTakesNoTicket() {
		byte[] ticket = issue(Long.MAX_VALUE);
		this.trust = 2;
		assertThat(this.tickets.read(ticket).verdict()).isEqualTo(Verdict.OTHER_SCOPE);
		assertThat(this.tickets.pollCount(Verdict.OTHER_SCOPE)).isEqualTo(1);
	}

	@Test
	void noByteOfATicketCanBeChanged() {
		byte[] ticket = issue(Long.MAX_VALUE);
		for (int i = 0; i < ticket.length; i++) {
			byte[] changed = ticket.clone();
			changed[i] ^= 1;
			assertThat(this.tickets.read(changed).content()).as("byte " + i).isNull();
			byte[] cut = java.util.Arrays.copyOf(ticket, i);
			assertThat(this.tickets.read(cut).content()).as(i + " bytes").isNull();
		}
		assertThat(this.tickets.read(ticket).content()).isNotNull();
	}

	@Test
	void thePskBelongsToOneTicket() {
		byte[] secret = new SeededRandom(7).bytes(32);
		assertThat(KeySchedule.ticketKey(secret, issue(Long.MAX_VALUE)))
			.isNotEqualTo(KeySchedule.ticketKey(secret, issue(Long.MAX_VALUE)));
	}

	@Test
	@Requirement("SEC-53")
	void ticketsAreTakenUpTo1024BytesAndNotOneByteMore() throws HandshakeFailure {
		// 20 before, 16 behind, 142 and names: multiples of 32, so 960 of content.
		byte[] longest = this.tickets.issue(session("a".repeat(385), Long.MAX_VALUE), address("192.0.2.7"));
		assertThat(longest.length).isEqualTo(20 + 960 + 16);
		assertThat(this.tickets.read(longest).verdict()).isEqualTo(Verdict.GOOD);
		assertThat(this.tickets.issue(session("a".repeat(395), Long.MAX_VALUE), address("192.0.2.7"))).isEmpty();
		byte[] offer = new byte[1 + 2 + 1_025];
		LittleEndian.putShort(offer, 1, 1_024);
		assertThat(TicketOffer.read(offer, 1)).hasSize(1_024);
		LittleEndian.putShort(offer, 1, 1_025);
		assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> TicketOffer.read(offer, 1)))
			.isInstanceOf(HandshakeFailure.class);
	}

	@Test
	@Requirement("SEC-53")
	void keysOfASourceAreLookedAtUpToEight() {
		byte[] ticket = issue(Long.MAX_VALUE);
		for (int id = 2; id <= 9; id++) {
			this.keys.add(0, key(id, NOW - 1_000));
		}
		assertThat(this.keys).hasSize(TicketKeys.MAX_KEYS + 1);
		assertThat(this.tickets.read(ticket).verdict()).as("the ninth").isEqualTo(Verdict.UNKNOWN);
		this.keys.remove(0);
		assertThat(this.tickets.read(ticket).verdict()).as("the eighth").isEqualTo(Verdict.GOOD);
	}

	@Test
	void aSourceThatFailsIsOneWithoutKeys() {
		ServerTickets failing = new ServerTickets(ResumptionConfig.defaults(), this.settings, new SeededRandom(1),
				(now) -> {
					throw new IllegalStateException("down");
				}, this::scope, () -> NOW);
		assertThat(failing.issue(session("a1", Long.MAX_VALUE), address("192.0.2.7"))).isEmpty();
		assertThat(failing.read(issue(Long.MAX_VALUE)).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

}
